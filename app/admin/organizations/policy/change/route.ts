import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { changePolicy } from '@/lib/organizations/change-policy';
import { mostSlug, pathOfOrganization } from '../../path';
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
});

/** Not at `policy` itself: an organization may be called so. What was chosen survives a step on the way, and what is wrong with it. */
export const POST = adminForm(
  {
    permission: 'organizations:write',
    fields,
    returnTo: ({ organization, ...chosen }) => pathOfOrganization(organization, chosen),
  },
  async ({ ctx, fields: { organization, ...chosen } }) => {
    const again = (error: string) => ({
      path: `${pathOfOrganization(organization, { ...chosen, error })}#policy`,
    });
    const policy = readPolicy(chosen);
    if ('wrong' in policy) return again(policy.wrong);
    const notice = await changePolicy(ctx, organization, policy);
    return notice === 'unknown_client'
      ? again(notice)
      : { path: pathOfOrganization(organization, { notice }) };
  },
);
