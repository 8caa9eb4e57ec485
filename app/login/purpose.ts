/** What a person signs in for, by where they are going. */
const leadsTo = (next: string, place: string) => new RegExp(`^${place}(?=[/?]|$)`).test(next);

/** The provider that was chosen on another page, which led here for a device (lib/dialects/authos-browser.ts). */
export const chosenProvider = (next: string): string | null =>
  leadsTo(next, '/device') ? new URL(next, 'https://own.invalid').searchParams.get('provider') : null;

export function titleOf(next: string): string {
  if (leadsTo(next, '/device')) return 'Sign in to connect your device';
  if (leadsTo(next, '/invitation')) return 'Sign in to answer the invitation';
  return leadsTo(next, '/setup') ? 'Sign in to become the administrator' : 'Sign in';
}

export function introOf(next: string): string | undefined {
  if (leadsTo(next, '/device')) return 'Then you see who is asking, and decide.';
  if (leadsTo(next, '/invitation')) return 'Sign in with the address that was invited.';
  return leadsTo(next, '/account/security/email/confirm')
    ? 'Sign in with the address that your account has now, not with the new one. Then you confirm the new one.'
    : undefined;
}

export const introOfAgain = (next: string): string =>
  leadsTo(next, '/device')
    ? 'What you are about to allow asks that you have signed in just now. Your code is kept.'
    : 'What you are about to do asks that you have signed in just now. Then you come back to it.';
