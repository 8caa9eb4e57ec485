import type { ClientProfile } from '@/lib/clients/profile';
import { env } from '@/lib/env';
import { OAuthError } from '@/lib/oauth/errors';

/**
 * The APIs that tokens are for (RFC 8707). This server is one, for userinfo: on the wire it goes by its issuer name,
 * in rows and rules by `self`, so that a new PUBLIC_URL cuts nobody off.
 */
export const self = 'self';

export const resourceOnWire = (resource: string): string => (resource === self ? env().publicUrl : resource);

/** What a client asks for, each once. */
export const readResources = (named: readonly string[]): string[] => [
  ...new Set(named.map((resource) => (resource === env().publicUrl ? self : resource))),
];

/** What its tokens may be for. */
export const resourcesOf = (client: ClientProfile): string[] => readResources([...client.resources, self]);

/**
 * What a device request is granted: what it names, else all that its client may have now, not later. Unlike a scope,
 * what is not allowed is not dropped (RFC 8707 §2). Throws `invalid_target`.
 */
export function requireResources(client: ClientProfile, requested: readonly string[]): string[] {
  const allowed = resourcesOf(client);
  if (!requested.every((resource) => allowed.includes(resource))) throw invalidTarget();
  return requested.length > 0 ? [...requested] : allowed;
}

export const invalidTarget = (): OAuthError =>
  new OAuthError('invalid_target', 'This client may not have tokens for that resource.');
