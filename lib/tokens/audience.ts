import { invalidTarget, resourcesOf } from '@/lib/clients/resources';
import type { Client } from '@/lib/clients/store';
import { decideAudience } from '@/lib/tokens/rules';

/** For which APIs the next access token is. Throws `invalid_target` (RFC 8707 §2). */
export function requireAudience(
  client: Client,
  requested: readonly string[],
  granted: readonly string[],
): string[] {
  const audience = decideAudience(requested, granted, resourcesOf(client));
  if (!audience) throw invalidTarget();
  return audience;
}
