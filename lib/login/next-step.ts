import type { Person } from '@/lib/login/browser-session';

/**
 * The one place that decides what a person must do before a page or form answers. The second factor, enrolment that a
 * policy requires and the fresh factor for sensitive actions are asked here (their own issue).
 */
export type NextStep = { step: 'none'; person: Person } | { step: 'sign_in' };

export function decideNextStep(person: Person | null): NextStep {
  return person ? { step: 'none', person } : { step: 'sign_in' };
}

/** Where a step is taken, and to come back to `wanted` after it. */
export function pathOfStep(step: Exclude<NextStep['step'], 'none'>, wanted: string): string {
  switch (step) {
    case 'sign_in':
      return `/login?${new URLSearchParams({ next: wanted })}`;
  }
}
