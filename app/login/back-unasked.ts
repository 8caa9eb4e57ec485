import type { Person } from '@/lib/login/browser-session';

const minuteMs = 60_000;

/** Has a provider just signed this person in, for whom it was no sign-in at all? Then there is more to say than: again. */
export const isBackUnasked = (
  { signedInAt, authenticatedAt }: Pick<Person, 'signedInAt' | 'authenticatedAt'>,
  now: Date,
): boolean =>
  now.getTime() - signedInAt.getTime() < minuteMs &&
  signedInAt.getTime() - authenticatedAt.getTime() > minuteMs;
