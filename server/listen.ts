import { hearOfClient } from '@/lib/clients/remembered';
import { isListening, Listener } from '@/lib/db/listener';
import { findDecided } from '@/lib/device/redeem-store';
import { hearOfDecision } from '@/lib/device/remembered';
import { waitingDevices, wakeDevice } from '@/lib/device/waiting';
import { logger } from '@/lib/log';

/** While the database tells nothing, it is asked so often, for all that wait at once. */
const askMs = 1_000;

/** Be told by the database of what any node does. Returns how to stop. */
export async function listen(connectionString: string): Promise<() => Promise<void>> {
  const listener = new Listener(
    connectionString,
    {
      doorcode_clients: hearOfClient,
      doorcode_grants: (payload) => wakeDevice(hearOfDecision(payload)),
    },
    // What was told before it heard again was missed.
    askForAll,
  );
  await listener.open();
  const timer = setInterval(() => {
    if (!isListening()) askForAll();
  }, askMs);
  return async () => {
    clearInterval(timer);
    await listener.close();
  };
}

let isAsking = false;

function askForAll(): void {
  const devices = waitingDevices();
  if (devices.length === 0 || isAsking) return;
  isAsking = true;
  findDecided(new Date(), devices)
    .then((decided) => decided.forEach(wakeDevice))
    .catch((err: unknown) => logger().warn({ err }, 'asking for decisions failed'))
    .finally(() => {
      isAsking = false;
    });
}
