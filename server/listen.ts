import { hearOfClient } from '@/lib/clients/remembered';
import { Listener } from '@/lib/db/listener';
import { hearOfDecision } from '@/lib/device/remembered';

/** Be told by the database of what any node does. Returns how to stop. */
export async function listen(connectionString: string): Promise<() => Promise<void>> {
  const listener = new Listener(connectionString, {
    doorcode_clients: hearOfClient,
    doorcode_grants: (payload) => void hearOfDecision(payload),
  });
  await listener.open();
  return () => listener.close();
}
