import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { changeSecondFactorPolicy } from '@/lib/organizations/change-policy';
import { mostGraceDays, secondFactorPolicies } from '@/lib/organizations/rules';
import { pathOfOrganization } from '../../path';

const fields = z.object({
  organization: z.string().max(100),
  second_factor: z.enum(secondFactorPolicies),
  second_factor_grace_days: z.string().max(20),
});
const days = z
  .string()
  .trim()
  .regex(/^\d{1,2}$/)
  .transform(Number)
  .refine((count) => count <= mostGraceDays);

/** What was chosen survives a step on the way, and a wrong number of days. */
const chosen = (sent: z.infer<typeof fields>) => ({
  second_factor: sent.second_factor,
  second_factor_grace_days: sent.second_factor_grace_days,
});

/** Not at `policy` itself: an organization may be called so. */
export const POST = adminForm(
  {
    permission: 'organizations:write',
    fields,
    returnTo: (sent) => pathOfOrganization(sent.organization, chosen(sent)),
  },
  async ({ ctx, fields: sent }) => {
    const { organization, second_factor: secondFactor } = sent;
    const graceDays = days.safeParse(sent.second_factor_grace_days).data;
    if (graceDays === undefined)
      return { path: pathOfOrganization(organization, { ...chosen(sent), error: 'days' }) };
    const policy = { secondFactor, secondFactorGraceDays: graceDays };
    const notice = await changeSecondFactorPolicy(ctx, organization, policy);
    return { path: pathOfOrganization(organization, { notice }) };
  },
);
