import { type AuditEntry, named } from '@/lib/audit/list';
import { adminVerb } from '@/lib/authority/verb';
import { findSessionHistory } from '@/lib/sessions/history-store';
import { findSession } from '@/lib/sessions/store';

/** So many events of one session are shown: a client may send a used token again and again. */
const most = 200;

/** For administrators: all that happened to a session, from its request on, in order. Reads only. */
export const listSessionHistory = adminVerb(
  'sessions:read',
  async (ctx, within, sessionId: string): Promise<AuditEntry[]> => {
    const session = await findSession(ctx, within, sessionId);
    return session ? named(within, await findSessionHistory(session.id, session.deviceGrantId, most)) : [];
  },
);
