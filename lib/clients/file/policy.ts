import { z } from 'zod';
import { clientId, hasNoRepeats, scopeToken } from '@/lib/clients/profile';
import {
  defaultPolicy,
  idleBounds,
  lifetimeBounds,
  mostAllowedClients,
  mostGraceDays,
  mostScopes,
  type Policy,
  secondFactorPolicies,
} from '@/lib/organizations/rules';

/** What CLIENTS_FILE says of an organization's people and devices. */
export const policyMembers = {
  second_factor: z
    .enum(secondFactorPolicies)
    .default(defaultPolicy.secondFactor)
    .describe(
      'must its people have a second factor? With `off` none is offered; whoever has one is still asked for it',
    ),
  second_factor_grace_days: z
    .int()
    .min(0)
    .max(mostGraceDays)
    .default(defaultPolicy.secondFactorGraceDays)
    .describe('how long they have to set one up, from when it is required of them'),
  allowed_clients: z
    .array(clientId)
    .max(mostAllowedClients)
    .refine(hasNoRepeats, 'must not hold one twice')
    .prefault([])
    .describe('the only clients that may sign people in for it, by client_id; none: every client'),
  scope_ceiling: z
    .array(scopeToken)
    .max(mostScopes)
    .refine(hasNoRepeats, 'must not hold one twice')
    .prefault([])
    .describe('the most that a sign-in for it may be granted; none: whatever the client may have'),
  session_lifetime_seconds: z
    .int()
    .min(lifetimeBounds.least)
    .max(lifetimeBounds.most)
    .nullable()
    .default(null)
    .describe('the absolute end of a sign-in for it, where the client’s is not earlier'),
  session_idle_seconds: z
    .int()
    .min(idleBounds.least)
    .max(idleBounds.most)
    .nullable()
    .default(null)
    .describe(
      'an unused refresh token of such a sign-in dies after so long, where the client’s does not earlier',
    ),
};

/** An organization of the file under our own names. */
export const organizationOf = (organization: {
  slug: string;
  name: string;
  second_factor: Policy['secondFactor'];
  second_factor_grace_days: number;
  allowed_clients: string[];
  scope_ceiling: string[];
  session_lifetime_seconds: number | null;
  session_idle_seconds: number | null;
}) => ({
  slug: organization.slug,
  name: organization.name,
  secondFactor: organization.second_factor,
  secondFactorGraceDays: organization.second_factor_grace_days,
  allowedClients: organization.allowed_clients,
  scopeCeiling: organization.scope_ceiling,
  sessionLifetimeSeconds: organization.session_lifetime_seconds,
  sessionIdleSeconds: organization.session_idle_seconds,
});
