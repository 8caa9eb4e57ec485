import { findLiveApiKey, type LiveApiKey } from '@/lib/api-keys/store';
import { authenticateClient } from '@/lib/clients/authenticate';
import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { sha256 } from '@/lib/crypto';
import type { Parameters } from '@/lib/oauth/body';
import { OAuthError } from '@/lib/oauth/errors';

/** A service that asks about tokens: a confidential client, or an organization's API key. */
export type Caller = { type: 'client'; client: Client } | { type: 'api_key'; key: LiveApiKey };

/**
 * Who asks (RFC 7662 §2.1): an API key as `Bearer`, else client authentication with a secret. A public client proves
 * nothing, and may not. Throws `invalid_client`, `invalid_token`, `insufficient_scope`.
 */
export async function authenticateCaller(
  ctx: RequestContext,
  request: Request,
  parameters: Parameters,
): Promise<Caller> {
  const authorization = request.headers.get('authorization') ?? '';
  if (!/^bearer\b/i.test(authorization)) {
    const client = await authenticateClient(ctx, request, parameters);
    if (client.isConfidential) return { type: 'client', client };
    throw new OAuthError('invalid_client', 'Authenticate with a client secret or an API key.');
  }
  // RFC 6749 §2.3: not more than one method.
  if (parameters.has('client_secret'))
    throw new OAuthError('invalid_request', 'Use one way of authentication, not two.');
  const bearer = /^bearer +(\S+) *$/i.exec(authorization)?.[1];
  const key = bearer === undefined ? null : await findLiveApiKey(ctx, sha256(bearer));
  if (!key) throw new OAuthError('invalid_token', 'The API key is unknown, expired or was revoked.');
  if (!key.scopes.includes('introspect'))
    throw new OAuthError('insufficient_scope', 'The API key may not introspect.');
  return { type: 'api_key', key };
}
