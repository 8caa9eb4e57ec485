import { isPermitted, type Permission } from '@/lib/authority/rules';
import { acrsOf, hasSecondFactor, isVouchedFor } from '@/lib/login/acr';
import { authorityOfPerson, type Person } from '@/lib/login/browser-session';
import { freshForSeconds } from '@/lib/login/fresh';

/** How, and since when at least, a person must have signed in (RFC 9470 §4). */
export type RequiredSignIn = { notBefore: Date | null; acrValues: readonly string[] };

/** What a page or form asks for beyond being signed in. */
export type Requirement = {
  signIn?: RequiredSignIn;
  /** Proved within {@link freshForSeconds}: for changing factors or e-mail, and for what administrators do. */
  fresh?: boolean;
  /** For setting a factor up: whoever must have one and has none is let through. */
  enrolling?: boolean;
};

/** What a page or form of administrators asks for. */
export type AdminRequirement = Requirement & { permission: Permission };

/** The one place that decides what a person must do before a page or form answers. */
export type NextStep =
  | { step: 'none'; person: Person }
  | { step: 'sign_in' }
  /** Signed in, but too long ago for what is wanted. */
  | { step: 'sign_in_again' }
  /** The second factor of this sign-in is due; only a passkey will do where `passkey` is set. */
  | { step: 'second_factor'; passkey: boolean }
  /** It was given, but is to be given anew. */
  | { step: 'fresh_factor' }
  /** A second factor is required, and there is none yet. */
  | { step: 'enrolment'; passkey: boolean };

/** Has this person a factor of ours that can be asked for? Recovery codes stand for one, and are none. */
export const hasOwnFactor = (person: Person): boolean => person.hasAuthenticator || person.passkeys > 0;

/** Who is to have a factor of ours, and has none. One that was removed since it was given is none; an issuer's word is. */
const requiredOf = (person: Person): Person['secondFactorRequired'] =>
  hasOwnFactor(person) || isVouchedFor(person.amr) ? null : person.secondFactorRequired;

/** Must they set a second factor up, and not only by and by? */
function mustEnrol(person: Person, now: Date): boolean {
  const required = requiredOf(person);
  return required !== null && required.from <= now;
}

/** The same while there is still time: who asks for a second factor, and from when. To be told, not enforced. */
export function comingRequirement(person: Person, now: Date): Person['secondFactorRequired'] {
  const required = requiredOf(person);
  return required !== null && required.from > now ? required : null;
}

export function decideNextStep(person: Person | null, now: Date, required: Requirement = {}): NextStep {
  if (!person) return { step: 'sign_in' };
  const { signIn, fresh = false, enrolling = false } = required;
  if (hasOwnFactor(person) && !hasSecondFactor(person.amr)) return { step: 'second_factor', passkey: false };
  if (mustEnrol(person, now) && !enrolling) return { step: 'enrolment', passkey: false };
  if (signIn?.notBefore && person.authenticatedAt < signIn.notBefore) return { step: 'sign_in_again' };
  if (signIn && !reaches(person, signIn.acrValues)) return stepTowards(person, signIn.acrValues);
  if (fresh && !isFresh(person, now))
    return { step: hasOwnFactor(person) ? 'fresh_factor' : 'sign_in_again' };
  return { step: 'none', person };
}

/** The same for what is for administrators: whatever step comes first, then the permission. */
export function decideAdminStep(
  person: Person | null,
  now: Date,
  { permission, ...required }: AdminRequirement,
): NextStep | { step: 'refuse' } {
  const signedIn = decideNextStep(person, now);
  if (signedIn.step !== 'none') return signedIn;
  return isPermitted(authorityOfPerson(signedIn.person), permission)
    ? decideNextStep(person, now, required)
    : { step: 'refuse' };
}

const reaches = (person: Person, wanted: readonly string[]): boolean =>
  wanted.length === 0 || acrsOf(person.amr).some((acr) => wanted.includes(acr));

/** Only a second factor, or a passkey, is missing: with one factor everybody signs in. */
function stepTowards(person: Person, wanted: readonly string[]): NextStep {
  const passkey = !wanted.includes('urn:doorcode:acr:2fa');
  const has = passkey ? person.passkeys > 0 : hasOwnFactor(person);
  return { step: has ? 'second_factor' : 'enrolment', passkey };
}

/** Who has no factor of ours proves it by signing in. */
function isFresh(person: Person, now: Date): boolean {
  const proofs = [person.secondFactorAt, hasOwnFactor(person) ? null : person.authenticatedAt];
  const last = Math.max(...proofs.map((proof) => proof?.getTime() ?? 0));
  return last > now.getTime() - freshForSeconds * 1000;
}

/** Where a step is taken, and to come back to `wanted` after it. */
export function pathOfStep(next: Exclude<NextStep, { step: 'none' }>, wanted: string): string {
  const at = (path: string, more: Record<string, string> = {}) =>
    `${path}?${new URLSearchParams({ next: wanted, ...more })}`;
  switch (next.step) {
    case 'sign_in':
      return at('/login');
    case 'sign_in_again':
      return at('/login', { again: '1' });
    case 'second_factor':
      return at('/login/mfa', next.passkey ? { with: 'passkey' } : {});
    case 'fresh_factor':
      return at('/login/mfa', { again: '1' });
    case 'enrolment':
      return at('/login/mfa/set-up', next.passkey ? { with: 'passkey' } : {});
  }
}
