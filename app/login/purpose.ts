/** What a person signs in for, by where they are going. */
const leadsTo = (next: string, place: string) => new RegExp(`^${place}(?=[/?]|$)`).test(next);

export function titleOf(next: string): string {
  if (leadsTo(next, '/device')) return 'Sign in to connect your device';
  return leadsTo(next, '/setup') ? 'Sign in to become the administrator' : 'Sign in';
}

export const introOf = (next: string) =>
  leadsTo(next, '/device') ? 'Then you see who is asking, and decide.' : undefined;

export const introOfAgain = (next: string): string =>
  leadsTo(next, '/device')
    ? 'What you are about to allow asks that you have signed in just now. Your code is kept.'
    : 'What you are about to do asks that you have signed in just now. Then you come back to it.';
