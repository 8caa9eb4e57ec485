import type { ApiKeyScope } from '@/lib/api-keys/scopes';
import { findLiveApiKey, type LiveApiKey } from '@/lib/api-keys/store';
import type { RequestContext } from '@/lib/context';
import { sha256 } from '@/lib/crypto';
import { OAuthError } from '@/lib/oauth/errors';
import type { HttpRequest } from '@/lib/oauth/http';
import { limit } from '@/lib/rate-limit/limit';
import { apiKeyPrefix, isWellFormedApiKey } from '@/lib/tokens/format';

/**
 * The API key that a request carries as `Bearer` (RFC 6750 §2.1), if it counts and has the scope. Throws `invalid_token`
 * and `insufficient_scope`; whoever sends many that nobody knows is slowed down.
 */
export async function requireApiKey(
  ctx: RequestContext,
  request: HttpRequest,
  scope: ApiKeyScope,
): Promise<LiveApiKey> {
  const presented = readBearer(request);
  const key =
    presented !== null && couldBeKey(presented) ? await findLiveApiKey(ctx, sha256(presented)) : null;
  if (!key) {
    if (presented !== null) await limit('unknown-api-key', ctx.network ?? '');
    throw new OAuthError('invalid_token', 'The API key is missing, unknown or expired, or was revoked.');
  }
  if (!key.scopes.includes(scope)) throw insufficientScope(scope);
  return key;
}

export const readBearer = (request: HttpRequest): string | null =>
  /^bearer +(\S+) *$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;

/** One that looks like ours and has another checksum is none. CLIENTS_FILE's look like anything. */
const couldBeKey = (text: string): boolean => !text.startsWith(apiKeyPrefix) || isWellFormedApiKey(text);

export const insufficientScope = (scope: string): OAuthError =>
  new OAuthError('insufficient_scope', `The API key may not do that: the scope ${scope} is needed.`);

/** The context from now on: this key acts. */
export const actingAsKey = (ctx: RequestContext, key: LiveApiKey): RequestContext => ({
  ...ctx,
  actor: {
    type: 'api_key',
    ...{ keyId: key.id, userId: key.userId, scopes: key.scopes, authority: key.authority },
  },
});
