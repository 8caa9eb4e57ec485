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
    () => {
      hasMissed = true;
      askForAll();
    },
  );
  await listener.open();
  const timer = setInterval(() => {
    if (hasMissed || !isListening()) askForAll();
  }, askMs);
  return async () => {
    clearInterval(timer);
    await listener.close();
  };
}

let isAsking = false;
/** It has begun to listen, and nobody has asked since: an answer that was on its way then may be older. */
let hasMissed = false;

function askForAll(): void {
  if (isAsking) return;
  const devices = waitingDevices();
  hasMissed = false;
  if (devices.length === 0) return;
  isAsking = true;
  findDecided(new Date(), devices)
    .then((decided) => decided.forEach(wakeDevice))
    .catch((err: unknown) => {
      hasMissed = true;
      logger().warn({ err }, 'asking for decisions failed');
    })
    .finally(() => {
      isAsking = false;
    });
}
