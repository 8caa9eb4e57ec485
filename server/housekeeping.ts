import { systemContext } from '@/lib/context';
import { purge } from '@/lib/db/purge';
import { maintainSigningKeys } from '@/lib/keys/rotate';
import { logger } from '@/lib/log';

const everyMs = 60_000;

/** What time asks for, each on its own: one that fails is tried again in a minute, and holds up no other. */
const chores = {
  'deleting what has expired': (now: Date) => purge(now),
  'rotating the signing keys': (now: Date) => maintainSigningKeys(systemContext(now)),
};

/** Do the chores every minute, on every node. Returns how to stop. */
export function keepHouse(): () => Promise<void> {
  const timer = setInterval(() => {
    for (const [name, chore] of Object.entries(chores))
      chore(new Date()).catch((err: unknown) => logger().warn({ err }, `${name} failed`));
  }, everyMs);
  return async () => clearInterval(timer);
}
