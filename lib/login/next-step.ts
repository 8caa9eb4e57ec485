import { acrsOf } from '@/lib/login/acr';
import type { Person } from '@/lib/login/browser-session';

/** How, and since when at least, a person must have signed in (RFC 9470 §4). */
export type RequiredSignIn = { notBefore: Date | null; acrValues: readonly string[] };

/**
 * The one place that decides what a person must do before a page or form answers. The second factor, enrolment that a
 * policy requires and the fresh factor for sensitive actions are asked here (their own issue).
 */
export type NextStep =
  | { step: 'none'; person: Person }
  | { step: 'sign_in' }
  /** Signed in, but too long ago for what is wanted, or not in the wanted way. */
  | { step: 'sign_in_again' };

export function decideNextStep(person: Person | null, required?: RequiredSignIn): NextStep {
  if (!person) return { step: 'sign_in' };
  return !required || suffices(person, required) ? { step: 'none', person } : { step: 'sign_in_again' };
}

/** The same for what is for administrators: whatever step comes first, then the role. */
export function decideAdminStep(person: Person | null): NextStep | { step: 'refuse' } {
  const next = decideNextStep(person);
  return next.step === 'none' && next.person.role !== 'admin' ? { step: 'refuse' } : next;
}

const suffices = (person: Person, { notBefore, acrValues }: RequiredSignIn): boolean =>
  (notBefore === null || person.authenticatedAt >= notBefore) &&
  (acrValues.length === 0 || acrsOf(person.amr).some((acr) => acrValues.includes(acr)));

/** Where a step is taken, and to come back to `wanted` after it. */
export function pathOfStep(step: Exclude<NextStep['step'], 'none'>, wanted: string): string {
  switch (step) {
    case 'sign_in':
      return `/login?${new URLSearchParams({ next: wanted })}`;
    case 'sign_in_again':
      return `/login?${new URLSearchParams({ next: wanted, again: '1' })}`;
  }
}
