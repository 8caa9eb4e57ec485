import { insufficientScope, requireApiKey } from '@/lib/api-keys/authenticate';
import type { LiveApiKey } from '@/lib/api-keys/store';
import { authenticateClient } from '@/lib/clients/authenticate';
import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import type { Parameters } from '@/lib/oauth/body';
import { OAuthError } from '@/lib/oauth/errors';
import type { HttpRequest } from '@/lib/oauth/http';

/** A service that asks about tokens: a confidential client, or an organization's API key. */
export type Caller = { type: 'client'; client: Client } | { type: 'api_key'; key: OrganizationKey };
type OrganizationKey = Pick<LiveApiKey, 'id' | 'name' | 'scopes'> & { organizationId: string };

/**
 * Who asks (RFC 7662 §2.1): an API key as `Bearer`, else client authentication with a secret. A public client proves
 * nothing, and may not. Throws `invalid_client`, `invalid_token`, `insufficient_scope`.
 */
export async function authenticateCaller(
  ctx: RequestContext,
  request: HttpRequest,
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
  const key = await requireApiKey(ctx, request, 'introspect');
  if (!isOfOrganization(key)) throw insufficientScope('introspect');
  return { type: 'api_key', key };
}

const isOfOrganization = (key: LiveApiKey): key is LiveApiKey & OrganizationKey =>
  key.organizationId !== null;
