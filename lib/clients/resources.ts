import type { ClientProfile } from '@/lib/clients/profile';
import { env } from '@/lib/env';
import { OAuthError } from '@/lib/oauth/errors';

/** The APIs that a client's tokens may be for: its own, and this server's userinfo, which goes by the issuer's name. */
export const resourcesOf = (client: ClientProfile): string[] => [...client.resources, env().publicUrl];

/** RFC 8707 §2: what is asked for must be allowed; unlike a scope it is not dropped. Throws `invalid_target`. */
export function requireResources(client: ClientProfile, requested: readonly string[]): void {
  if (!requested.every((resource) => resourcesOf(client).includes(resource))) throw invalidTarget();
}

export const invalidTarget = (): OAuthError =>
  new OAuthError('invalid_target', 'This client may not have tokens for that resource.');
