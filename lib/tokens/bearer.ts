import type { RequestContext } from '@/lib/context';
import { sha256 } from '@/lib/crypto';
import { OAuthError } from '@/lib/oauth/errors';
import { isWellFormedToken } from '@/lib/tokens/format';
import { findLiveAccessToken, type LiveAccessToken } from '@/lib/tokens/store';

/** The live access token of an `Authorization: Bearer` header (RFC 6750 §2.1). Throws `invalid_token`. */
export async function requireAccessToken(ctx: RequestContext, request: Request): Promise<LiveAccessToken> {
  const token = /^bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  // The checksum settles what was never a token of ours without a look-up.
  const live = token && isWellFormedToken(token) ? await findLiveAccessToken(ctx, sha256(token)) : null;
  if (!live) throw new OAuthError('invalid_token', 'The access token is missing, expired or was ended.');
  return live;
}
