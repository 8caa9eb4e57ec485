import { z } from 'zod';
import { found, operation } from '@/lib/admin-api/operation';
import { instantOrNull, pageOf, slug } from '@/lib/admin-api/shapes';
import { describeOrganization, type ListedOrganization, listOrganizations } from '@/lib/organizations/list';
import { secondFactorPolicies } from '@/lib/organizations/rules';

const tag = 'Organizations';

const organization = z
  .object({
    id: z.uuid(),
    slug,
    name: z.string(),
    members: z.int(),
    second_factor: z.enum(secondFactorPolicies),
    second_factor_grace_days: z.int(),
    email_domains: z.array(z.string()),
    issuer: z.string().nullable().meta({ description: 'Where its people sign in' }),
    managed_by_file: z.boolean().meta({ description: 'CLIENTS_FILE declares it: it is changed there alone' }),
    disabled_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Organization' });

const asOrganization = (one: ListedOrganization) => ({
  ...{ id: one.id, slug: one.slug, name: one.name, members: one.people },
  ...{ second_factor: one.secondFactor, second_factor_grace_days: one.secondFactorGraceDays },
  ...{ email_domains: one.emailDomains, issuer: one.issuer?.issuer ?? null },
  ...{ managed_by_file: one.managedByFile, disabled_at: instantOrNull(one.disabledAt) },
});

export const getOrganizations = operation(
  {
    ...{ id: 'listOrganizations', method: 'GET', url: '/api/admin/organizations', tag },
    permission: listOrganizations.permission,
    summary: 'List organizations, by name.',
    answer: pageOf('OrganizationPage', organization),
  },
  async ({ ctx }) => ({ data: (await listOrganizations(ctx)).map(asOrganization), next: null }),
);

export const getOrganization = operation(
  {
    ...{ id: 'getOrganization', method: 'GET', url: '/api/admin/organizations/{slug}', tag },
    permission: describeOrganization.permission,
    summary: 'Get one organization.',
    path: z.object({ slug }),
    answer: organization,
    refusals: ['not_found'],
  },
  async ({ ctx, path }) => asOrganization(found(await describeOrganization(ctx, path.slug), 'organization')),
);
