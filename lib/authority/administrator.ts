import { actingAsKey, readBearer, requireApiKey } from '@/lib/api-keys/authenticate';
import { findRoles } from '@/lib/authority/administrator-store';
import type { Authority, Permission } from '@/lib/authority/rules';
import type { RequestContext } from '@/lib/context';
import { looksLikeJwt } from '@/lib/keys/jwt';
import type { HttpRequest } from '@/lib/oauth/http';
import { requireAccessToken, requireScope } from '@/lib/tokens/bearer';
import { isWellFormedToken } from '@/lib/tokens/format';
import type { LiveToken } from '@/lib/tokens/live-store';

/**
 * Who administers with this request, for the management calls of other systems (lib/dialects): an API key, or the access
 * token of an administrator's signed-in device, either with the permission among its scopes. A device administers what
 * it was signed in for: its organization, and everything where its client is for administrators of this server alone.
 * Throws `invalid_token` and `insufficient_scope`; what lies beyond their reach is decided by the verb.
 */
export async function requireAdministrator(
  ctx: RequestContext,
  request: HttpRequest,
  permission: Permission,
): Promise<RequestContext> {
  const presented = readBearer(request);
  const isToken = presented === null || isWellFormedToken(presented) || looksLikeJwt(presented);
  if (!isToken) return actingAsKey(ctx, await requireApiKey(ctx, request, permission));
  const token = await requireAccessToken(ctx, request);
  requireScope(token, permission);
  const { sessionId, userId, scopes } = token;
  return {
    ...ctx,
    actor: { type: 'session', sessionId, userId, scopes, authority: await authorityOfDevice(token) },
  };
}

/** Looked up at each call, so that whoever loses a role loses it on their devices. */
async function authorityOfDevice({ sessionId }: LiveToken): Promise<Authority> {
  const { organizationId, role, isForAdministrators } = await findRoles(sessionId);
  return {
    isPlatformAdmin: isForAdministrators,
    organizations: organizationId && role && role !== 'member' ? [{ id: organizationId, role }] : [],
  };
}
