/** What a person did to sign in, by method references (RFC 8176, lib/login/acr.ts). The first factor comes first. */
const words: [marks: string[], name: string][] = [
  [['email'], 'a mailed link'],
  [['fed'], 'your account at another service'],
  [['hwk', 'swk'], 'a passkey'],
  [['otp'], 'an authenticator app'],
  [['recovery_code'], 'a recovery code'],
];

/** `a mailed link and a passkey`; empty when nothing is known. */
export function describeSignIn(amr: readonly string[]): string {
  const given = words.filter(([marks]) => marks.some((mark) => amr.includes(mark))).map(([, name]) => name);
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(given);
}
