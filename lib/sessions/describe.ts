import type { RequestContext } from '@/lib/context';
import { decideSessionState, type SessionState } from '@/lib/sessions/rules';
import { findSession, type SessionDetails } from '@/lib/sessions/store';

/** For administrators: a signed-in device of anybody, and how it stands. Reads only. */
export async function describeSession(
  ctx: RequestContext,
  id: string,
): Promise<(SessionDetails & { state: SessionState }) | null> {
  const session = await findSession(ctx, id);
  return session && { ...session, state: decideSessionState(session, ctx.now) };
}
