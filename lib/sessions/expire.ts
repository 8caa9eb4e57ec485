import { markEndedSessions } from '@/lib/sessions/client-store';
import { endExpiredBatch } from '@/lib/sessions/expire-store';

/**
 * End what has expired, so that `revoked_at` alone says what is over, and an index with it. Nothing changes for anybody: an
 * expired session was worth nothing already, so no audit row tells of it. Any number of nodes may do it at once.
 */
export async function endExpiredSessions(now: Date): Promise<number> {
  for (let total = 0; ; ) {
    const { ended, isLast } = await endExpiredBatch(now);
    total += ended;
    if (isLast) return total;
  }
}

/** The same for the many that ended with their client: they are dead since then (live.ts), and are marked bit by bit. */
export async function endSessionsOfEndedClients(now: Date): Promise<number> {
  for (let total = 0; ; ) {
    const marked = await markEndedSessions(now);
    total += marked;
    if (marked === 0) return total;
  }
}
