import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { changePolicy } from '@/lib/organizations/change-policy';
import { mostSlug, pathOfOrganization, pathOfPolicyToConfirm } from '../../path';
import { readPolicy } from '../read-policy';

const text = (most: number) => z.string().max(most).default('');
const fields = z.object({
  organization: z.string().max(mostSlug),
  second_factor: z.string().max(20),
  second_factor_grace_days: z.string().max(20),
  allowed_clients: text(2_000),
  scope_ceiling: text(2_000),
  session_lifetime: text(40),
  session_idle: text(40),
  opened: z.string().max(100).optional(),
  confirmed: z.literal('1').optional(),
});

/**
 * Not at `policy` itself: an organization may be called so. What was chosen survives a step on the way, and what is wrong
 * with it; what takes from live sign-ins is asked before.
 */
export const POST = adminForm(
  {
    permission: 'organizations:write',
    fields,
    returnTo: ({ organization, confirmed, ...chosen }) =>
      (confirmed ? pathOfPolicyToConfirm : pathOfOrganization)(organization, chosen),
  },
  async ({ ctx, fields: { organization, confirmed, ...chosen } }) => {
    const again = (error: string) => ({
      path: `${pathOfOrganization(organization, { ...chosen, error })}#policy`,
    });
    const policy = readPolicy(chosen);
    if ('wrong' in policy) return again(policy.wrong);
    const outcome = await changePolicy(ctx, organization, policy, {
      opened: chosen.opened ?? null,
      isConfirmed: confirmed !== undefined,
    });
    if (outcome === 'unknown_client' || outcome === 'conflict') return again(outcome);
    if (outcome === 'to_confirm') return { path: pathOfPolicyToConfirm(organization, chosen) };
    return { path: pathOfOrganization(organization, { notice: outcome }) };
  },
);
