import { writeDuration } from '@/lib/organizations/duration';
import type { PolicyEffect } from '@/lib/organizations/policy-effect';
import { changedSince } from '@/lib/organizations/policy-mark';
import type { Policy } from '@/lib/organizations/rules';
import type { SessionCount } from '@/lib/sessions/count-store';
import { daysInWords, policyInWords } from './words';

/** What an administrator reads where a policy was not saved, or not yet. */

const list = (ids: string[], none: string): string => (ids.length > 0 ? ids.join(', ') : none);
const time = (seconds: number | null): string =>
  seconds === null ? 'as the client says' : writeDuration(seconds);

const partInWords: { [Part in keyof Policy]: (policy: Policy) => string } = {
  secondFactor: (policy) => `A second factor is now: ${policyInWords(policy).toLowerCase()}.`,
  secondFactorGraceDays: (policy) =>
    `The days to set one up are now: ${daysInWords(policy.secondFactorGraceDays)}.`,
  allowedClients: (policy) => `The allowed clients are now: ${list(policy.allowedClients, 'every client')}.`,
  scopeCeiling: (policy) =>
    `The most scopes are now: ${list(policy.scopeCeiling, 'whatever the client may have')}.`,
  sessionLifetimeSeconds: (policy) => `A sign-in now ends after: ${time(policy.sessionLifetimeSeconds)}.`,
  sessionIdleSeconds: (policy) => `And unused after: ${time(policy.sessionIdleSeconds)}.`,
};

/** Somebody else saved after the form was opened: what they made of each part. */
export const policyConflict = (policy: Policy, opened = '') => ({
  title: 'Somebody saved this policy after you had opened it.',
  lines: [
    ...changedSince(opened, policy).map((part) => partInWords[part](policy)),
    'Nothing of yours was saved. What you typed is still below: save again to have it so.',
  ],
});

/** Of a ceiling: what nothing can be granted. */
export const scopesInVain = (scopes: string[]): { title: string; sentence: string } | null =>
  scopes.length === 0
    ? null
    : {
        title: scopes.length === 1 ? 'No client has this scope' : 'No client has these scopes',
        sentence: `Of the most scopes, no client here may ask for: ${scopes.join(', ')}. Check how ${scopes.length === 1 ? 'it is' : 'they are'} written.`,
      };

/** What follows for what is signed in, a line each. */
export const effectInWords = (effect: PolicyEffect, devices: SessionCount): string[] => [
  devicesInWords(devices),
  ...(effect.lifetimeSeconds === null
    ? []
    : [
        `A sign-in ends ${writeDuration(effect.lifetimeSeconds)} after it began: at once where that time is over.`,
      ]),
  ...(effect.idleSeconds === null
    ? []
    : [
        `A sign-in ends when it was not used for ${writeDuration(effect.idleSeconds)}: at once where that is so.`,
      ]),
  ...(effect.lifetimeSeconds === null && effect.idleSeconds === null
    ? []
    : ['This cannot be undone: a longer time later brings none of them back.']),
  ...(effect.clients === null
    ? []
    : [
        `Only sign-ins through ${effect.clients.join(', ')} still count. Devices of other clients stop working at once. This cannot be undone for a device that notices: it has to sign in again, even if you allow its client later.`,
      ]),
];

const number = new Intl.NumberFormat('en-GB');

function devicesInWords({ count, isExact }: SessionCount): string {
  if (!isExact)
    return `${number.format(count)} devices or more are signed in for it, and all may be concerned.`;
  if (count === 1) return '1 device is signed in for it, and may be concerned.';
  return `${number.format(count)} devices are signed in for it, so at most these are concerned.`;
}
