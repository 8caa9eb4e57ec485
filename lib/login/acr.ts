import { passkeysAvailable } from '@/lib/mfa/relying-party-id';
import { OAuthError } from '@/lib/oauth/errors';

/**
 * How people sign in (`amr`, RFC 8176), and what that is worth (`acr`): our own names, since the registered ones promise
 * what only an operator can. Best first: with a passkey, which no other site can ask for; with a second factor; with one.
 */
export const acrValuesSupported = [
  'urn:doorcode:acr:passkey',
  'urn:doorcode:acr:2fa',
  'urn:doorcode:acr:1fa',
] as const;

/** Those that can be reached here: passkeys need a server with a domain. */
export const reachableAcrValues = (): readonly Acr[] =>
  acrValuesSupported.filter((acr) => acr !== 'urn:doorcode:acr:passkey' || passkeysAvailable());

export type Acr = (typeof acrValuesSupported)[number];

/** Was a second factor given (RFC 8176: `mfa`), ours or that of an issuer whose word counts? */
export const hasSecondFactor = (amr: readonly string[]): boolean => amr.includes('mfa');

/** Every value that a sign-in reaches, best first. */
export function acrsOf(amr: readonly string[]): Acr[] {
  if (amr.includes('hwk') || amr.includes('swk')) return [...acrValuesSupported];
  return hasSecondFactor(amr) ? ['urn:doorcode:acr:2fa', 'urn:doorcode:acr:1fa'] : ['urn:doorcode:acr:1fa'];
}

/** At which of the providers that everybody knows; of an issuer that the operator or an organization chose, `fed` alone. */
const markOfProvider: Readonly<Record<string, string>> = {
  ...{ github: 'github', google: 'google', 'microsoft-entra-id': 'microsoft' },
};

/** How a person signed in, by the provider's name: the mailbox is ours to check, the rest is federated. */
export function amrOfProvider(provider: string): string[] {
  if (provider === 'email') return ['email'];
  return Object.hasOwn(markOfProvider, provider) ? ['fed', markOfProvider[provider]!] : ['fed'];
}

/** What each second factor adds. A passkey is one by itself: it is had, and unlocked by its person (`user`). */
export const amrOfFactor = {
  authenticator: ['otp', 'mfa'],
  recovery_code: ['recovery_code', 'mfa'],
  passkey: ['hwk', 'user', 'mfa'],
  synced_passkey: ['swk', 'user', 'mfa'],
} as const;

const ofOurs: readonly string[] = Object.values(amrOfFactor)
  .flat()
  .filter((method) => method !== 'mfa');

/** Was the second factor an issuer's, whose word counts, and none of ours? */
export const isVouchedFor = (amr: readonly string[]): boolean =>
  hasSecondFactor(amr) && !amr.some((method) => ofOurs.includes(method));

export type Factor = keyof typeof amrOfFactor;

/** The mark that lasts: every token of a chain that began with a device code says so, through each refresh. */
export const deviceCodeMark = 'device_code';

/**
 * RFC 9470 §4: of the wanted values those that can be reached here. Throws when values are wanted and none can be, at
 * once rather than after the person has tried (§5).
 */
export function requireKnownAcr(wanted: readonly string[]): string[] {
  const reachable: readonly string[] = reachableAcrValues();
  const known = wanted.filter((value) => reachable.includes(value));
  if (wanted.length > 0 && known.length === 0)
    throw new OAuthError(
      'unmet_authentication_requirements',
      'No sign-in here reaches the wanted acr_values.',
    );
  return known;
}
