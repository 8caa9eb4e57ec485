import { finishDeletions } from '@/lib/accounts/delete';
import { systemContext } from '@/lib/context';
import { databaseClock } from '@/lib/db/clock';
import { purge, purgeEndedSessions } from '@/lib/db/purge';
import { maintainSigningKeys } from '@/lib/keys/rotate';
import { logger } from '@/lib/log';
import { goOnRevoking } from '@/lib/sessions/bulk';
import { endExpiredSessions, endSessionsOfEndedClients } from '@/lib/sessions/expire';
import { readSettings } from '@/lib/settings/read';

const everyMs = 60_000;

/** What time asks for, each on its own: one that fails is tried again in a minute, and holds up no other. */
const chores: Record<string, (now: Date) => Promise<unknown>> = {
  'deleting what has expired': (now: Date) => purge(now),
  'deleting sessions that ended long ago': async (now: Date) => {
    const { sessionsKeptDays } = (await readSettings()).policy;
    if (sessionsKeptDays !== null)
      await purgeEndedSessions(new Date(now.getTime() - sessionsKeptDays * 86_400_000));
  },
  'ending the sessions that have expired': (now: Date) => endExpiredSessions(now),
  'ending the sessions of clients that were ended': (now: Date) => endSessionsOfEndedClients(now),
  'revoking many sessions': (now: Date) => goOnRevoking(now),
  'deleting the rest of deleted accounts': () => finishDeletions(),
  // By the one clock that all nodes share: a node whose own is fast would remove keys that others still use.
  'rotating the signing keys': async () => maintainSigningKeys(systemContext(await databaseClock())),
};

/** Do the chores every minute, on every node. Returns how to stop. */
export function keepHouse(): () => Promise<void> {
  const timer = setInterval(() => {
    for (const [name, chore] of Object.entries(chores))
      chore(new Date()).catch((err: unknown) => logger().warn({ err }, `${name} failed`));
  }, everyMs);
  return async () => clearInterval(timer);
}
