import type { PolicyInput } from '@/components/policy-form';
import { parseDuration, writeDuration } from '@/lib/organizations/duration';
import {
  idleBounds,
  lifetimeBounds,
  mostAllowedClients,
  mostGraceDays,
  mostScopes,
  type Policy,
  secondFactorPolicies,
} from '@/lib/organizations/rules';

export const policyFieldNames = [
  ...(['second_factor', 'second_factor_grace_days', 'allowed_clients', 'scope_ceiling'] as const),
  ...(['session_lifetime', 'session_idle'] as const),
];

/** A policy as it is in the fields of the form. */
export const writePolicy = (policy: Policy): PolicyInput => ({
  second_factor: policy.secondFactor,
  second_factor_grace_days: String(policy.secondFactorGraceDays),
  allowed_clients: policy.allowedClients.join(' '),
  scope_ceiling: policy.scopeCeiling.join(' '),
  session_lifetime:
    policy.sessionLifetimeSeconds === null ? '' : writeDuration(policy.sessionLifetimeSeconds),
  session_idle: policy.sessionIdleSeconds === null ? '' : writeDuration(policy.sessionIdleSeconds),
});

/** And read from them: the policy, or the first field that is wrong. */
export function readPolicy(input: PolicyInput): Policy | { wrong: keyof PolicyInput } {
  const secondFactor = secondFactorPolicies.find((one) => one === input.second_factor);
  if (!secondFactor) return { wrong: 'second_factor' };
  const days = input.second_factor_grace_days.trim();
  if (!/^\d{1,2}$/.test(days) || Number(days) > mostGraceDays) return { wrong: 'second_factor_grace_days' };
  const allowedClients = words(input.allowed_clients);
  if (
    allowedClients.length > mostAllowedClients ||
    !allowedClients.every((one) => /^[!#-&(-[\]-~]{1,100}$/.test(one))
  )
    return { wrong: 'allowed_clients' };
  const scopeCeiling = words(input.scope_ceiling);
  if (scopeCeiling.length > mostScopes || !scopeCeiling.every((one) => /^[!#-[\]-~]{1,100}$/.test(one)))
    return { wrong: 'scope_ceiling' };
  const sessionLifetimeSeconds = duration(input.session_lifetime, lifetimeBounds);
  if (sessionLifetimeSeconds === undefined) return { wrong: 'session_lifetime' };
  const sessionIdleSeconds = duration(input.session_idle, idleBounds);
  if (sessionIdleSeconds === undefined) return { wrong: 'session_idle' };
  return {
    ...{ secondFactor, secondFactorGraceDays: Number(days), allowedClients, scopeCeiling },
    ...{ sessionLifetimeSeconds, sessionIdleSeconds },
  };
}

const words = (typed: string): string[] => [...new Set(typed.split(/[\s,]+/).filter(Boolean))];

/** Null for nothing typed, undefined for what is no time, or too short or long. */
function duration(
  typed: string,
  { least, most }: { least: number; most: number },
): number | null | undefined {
  if (typed.trim() === '') return null;
  const seconds = parseDuration(typed);
  return seconds !== null && seconds >= least && seconds <= most ? seconds : undefined;
}

export const wrongPolicy: Record<string, string> = {
  second_factor: 'Choose one.',
  second_factor_grace_days: `Enter a whole number of days, from 0 to ${mostGraceDays}.`,
  allowed_clients: `Enter client ids, separated by spaces, at most ${mostAllowedClients}.`,
  unknown_client: 'One of these is no client here. Check the ids.',
  scope_ceiling: `Enter scopes, separated by spaces, at most ${mostScopes}, without quotes.`,
  session_lifetime: 'Enter a time from 1 minute to 800 days, such as 30 days or 12 hours, or leave it empty.',
  session_idle: 'Enter a time from 1 minute to 400 days, such as 7 days or 8 hours, or leave it empty.',
};
