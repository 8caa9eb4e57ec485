import { adminVerb } from '@/lib/authority/verb';
import { decideSessionState, type SessionState } from '@/lib/sessions/rules';
import { findSession, type SessionDetails } from '@/lib/sessions/store';

export type DescribedSession = SessionDetails & { state: SessionState };

/** For administrators: a signed-in device of anybody, and how it stands. Reads only. */
export const describeSession = adminVerb(
  'sessions:read',
  async (ctx, within, id: string): Promise<DescribedSession | null> => {
    const session = await findSession(ctx, within, id);
    return session && { ...session, state: decideSessionState(session, ctx.now) };
  },
);
