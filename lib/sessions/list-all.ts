import { adminVerb } from '@/lib/authority/verb';
import { type Cursor, type Key, pageOf } from '@/lib/db/keyset';
import { countOpenSessions, type SessionCount } from '@/lib/sessions/count-store';
import { toRevoke } from '@/lib/sessions/filter';
import { findAllSessions, findSessions, findSessionsOf, type ListedSession } from '@/lib/sessions/list-store';
import { suggestNames } from '@/lib/sessions/names-store';
import { type Meant, resolveFilter } from '@/lib/sessions/resolve';
import { decideSessionState, type SessionState } from '@/lib/sessions/rules';
import type { Wanted } from '@/lib/sessions/wanted';

export type { ListedSession, Meant, SessionCount };

export const sessionsPerPage = 50;

export type SessionPage = {
  sessions: (ListedSession & { state: SessionState })[];
  before: Key | null;
  after: Key | null;
  /** Nothing was found beyond; there it stopped looking, and {@link after} or {@link before} goes on. */
  stoppedAt: Date | null;
  meant: Meant;
};

export type PageOfSessions = {
  size?: number;
  /** Go on looking until it is full, or there are no more; for whoever has no way to say how far it came. */
  isFull?: boolean;
};

/** For administrators: one page of the sessions that they want. Reads only. */
export const listSessions = adminVerb(
  'sessions:read',
  async (ctx, within, wanted: Wanted, cursor: Cursor, asked: PageOfSessions = {}): Promise<SessionPage> => {
    const { size = sessionsPerPage, isFull = false } = asked;
    const { filter, meant } = await resolveFilter(within, wanted);
    const { sort, direction, now } = { ...wanted, now: ctx.now };
    const find = isFull ? findAllSessions : findSessions;
    const { rows, stoppedAt } = await find(filter, { sort, direction }, { cursor, most: size + 1, now });
    const keyOf = (row: ListedSession): Key => ({
      at: sort === 'created' ? row.createdAt : row.lastUsedAt,
      id: row.id,
    });
    const page = pageOf(rows, size, cursor?.direction ?? null, keyOf);
    const back = cursor?.direction === 'before';
    return {
      sessions: page.rows.map((row) => ({ ...row, state: decideSessionState(row, now) })),
      before: back ? (stoppedAt ?? page.before) : page.before,
      after: back ? page.after : (stoppedAt ?? page.after),
      stoppedAt: stoppedAt?.at ?? null,
      meant,
    };
  },
);

/** These, as far as they are there. Reads only. */
export const listSessionsOf = adminVerb(
  'sessions:read',
  async (ctx, within, ids: readonly string[]): Promise<SessionPage['sessions']> =>
    (await findSessionsOf(within, ids, ctx.now)).map((row) => ({
      ...row,
      state: decideSessionState(row, ctx.now),
    })),
);

/** How many of them could be revoked, counted no further than is quick. */
export const countSessionsToRevoke = adminVerb(
  'sessions:write',
  async (_ctx, within, wanted: Wanted, until: Date): Promise<SessionCount & { meant: Meant }> => {
    const { filter, meant } = await resolveFilter(within, wanted);
    return { ...(await countOpenSessions(toRevoke(filter, until))), meant };
  },
);

/** What the fields of the form may suggest. */
export const suggestForSessions = adminVerb('sessions:read', (_ctx, within) => suggestNames(within, 100));
