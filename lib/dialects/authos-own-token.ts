import { findClient } from '@/lib/clients/store';
import type { Call } from '@/lib/oauth/endpoint';
import { endSessionOfDevice } from '@/lib/sessions/end';
import { requireAccessToken, requireScope } from '@/lib/tokens/bearer';
import { furtherClaims } from '@/lib/tokens/claims';
import { findClientOfToken } from '@/lib/tokens/client-of-token';
import { revokeToken } from '@/lib/tokens/revoke';

/** What AuthOS's programs do with a token of their own: ask whose it is, and give it back. */

type Asked = Pick<Call, 'ctx' | 'request'>;

/** The same words as in its JWTs. */
export async function answerAuthOsUser({ ctx, request }: Asked) {
  const token = await requireAccessToken(ctx, request);
  requireScope(token, 'email');
  const client = await findClient(ctx, token.clientId);
  return {
    id: token.userId,
    ...furtherClaims({ ...client!, accessTokenClaims: 'authos' }, token, token.scopes),
    created_at: token.userCreatedAt.toISOString(),
  };
}

/** The device signs itself out. */
export async function signOutByToken({ ctx, request }: Asked) {
  await endSessionOfDevice(ctx, await requireAccessToken(ctx, request));
  return { message: 'Signed out.' };
}

/** RFC 7009 without saying which client it is; an unknown token is as good as a revoked one, and so is none (AuthOS). */
export async function revokeByTokenItself({ ctx, parameters }: Call) {
  const token = parameters.get('token');
  const client = token === undefined ? null : await findClientOfToken(ctx, token);
  if (client) await revokeToken(ctx, client, token!);
  return null;
}
