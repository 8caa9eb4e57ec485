import { adminVerb } from '@/lib/authority/verb';
import type { RequestContext } from '@/lib/context';
import { findActivationUriOfSession } from '@/lib/sessions/client-store';
import { decideSessionState, type SessionState } from '@/lib/sessions/rules';
import { findSession, type SessionDetails } from '@/lib/sessions/store';

export type DescribedSession = SessionDetails & { state: SessionState };

/** For administrators: a signed-in device of anybody, and how it stands. Reads only. */
export const describeSession = adminVerb(
  'sessions:read',
  async (ctx, within, id: string): Promise<DescribedSession | null> =>
    describeFound(ctx, await findSession(ctx, within, id)),
);

export const describeFound = (ctx: RequestContext, session: SessionDetails | null): DescribedSession | null =>
  session && { ...session, state: decideSessionState(session, ctx.now) };

/** The page of its own that the client of a session has registered; null: none, or there is no such session. */
export const findPageOfSession = (id: string): Promise<string | null> => findActivationUriOfSession(id);
