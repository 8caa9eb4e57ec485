import { OAuthError } from '@/lib/oauth/errors';

/**
 * How people sign in (`amr`, RFC 8176), and what that is worth (`acr`): our own names, since the registered ones promise
 * what only an operator can.
 */
export const acrValuesSupported = ['urn:doorcode:acr:1fa'] as const;

/** What a sign-in is worth, best first. A second factor will add a better one (its own issue). */
export const acrsOf = (_amr: readonly string[]): string[] => ['urn:doorcode:acr:1fa'];

/** How a person signed in, by the provider's name: the mailbox is ours to check, the rest is federated. */
export const amrOfProvider = (provider: string): string[] => [provider === 'email' ? 'email' : 'fed'];

/** The mark that lasts: every token of a chain that began with a device code says so, through each refresh. */
export const deviceCodeMark = 'device_code';

/**
 * RFC 9470 §4: of the wanted values those that can be reached here. Throws when values are wanted and none can be, at
 * once rather than after the person has tried (§5).
 */
export function requireKnownAcr(wanted: readonly string[]): string[] {
  const known = wanted.filter((value) => (acrValuesSupported as readonly string[]).includes(value));
  if (wanted.length > 0 && known.length === 0)
    throw new OAuthError(
      'unmet_authentication_requirements',
      'No sign-in here reaches the wanted acr_values.',
    );
  return known;
}
