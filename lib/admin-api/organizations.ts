import { z } from 'zod';
import { conflict, found, invalidFields, notFound, operation, requireSome } from '@/lib/admin-api/operation';
import {
  badCursor,
  camelCase,
  changeable,
  cursor,
  id,
  instantOrNull,
  pageOf,
  shown,
  slug,
  time,
} from '@/lib/admin-api/shapes';
import { policyMembers } from '@/lib/clients/file/policy';
import { plainText, snakeCase } from '@/lib/clients/profile';
import { changePolicy } from '@/lib/organizations/change-policy';
import { createOrganization, renameOrganization, switchOrganization } from '@/lib/organizations/create';
import { describeOrganization, type ListedOrganization, listOrganizations } from '@/lib/organizations/list';
import { isSlug, policyFields } from '@/lib/organizations/rules';

const tag = 'Organizations';
const name = plainText(100);

const organization = z
  .object({
    id,
    slug,
    name: z.string(),
    members: z.int(),
    ...shown(policyMembers),
    email_domains: z.array(z.string()),
    issuer: z.string().nullable().meta({ description: 'Where its people sign in' }),
    managed_by_file: z.boolean().meta({ description: 'CLIENTS_FILE declares it: it is changed there alone' }),
    disabled_at: time.nullable(),
  })
  .meta({ id: 'Organization' });

const asOrganization = (one: ListedOrganization) => ({
  ...{ id: one.id, slug: one.slug, name: one.name, members: one.people },
  ...Object.fromEntries(policyFields.map((field) => [snakeCase(field), one[field]])),
  ...{ email_domains: one.emailDomains, issuer: one.issuer?.issuer ?? null },
  ...{ managed_by_file: one.managedByFile, disabled_at: instantOrNull(one.disabledAt) },
});

export const getOrganizations = operation(
  {
    ...{ id: 'listOrganizations', method: 'GET', url: '/api/admin/organizations', tag },
    permission: listOrganizations.permission,
    summary: 'List organizations, by name.',
    query: z.strictObject({
      search: z.string().max(254).optional().meta({ description: 'A part of the name or slug' }),
      cursor,
    }),
    answer: pageOf('OrganizationPage', organization),
  },
  async ({ ctx, query }) => {
    if (query.cursor !== undefined && !isSlug(query.cursor)) throw badCursor();
    const { rows, after } = await listOrganizations(ctx, { text: query.search ?? '', after: query.cursor });
    return { data: rows.map(asOrganization), next: after };
  },
);

const path = z.object({ slug });
const at = { url: '/api/admin/organizations/{slug}', tag } as const;

export const getOrganization = operation(
  {
    ...{ ...at, id: 'getOrganization', method: 'GET', permission: describeOrganization.permission },
    summary: 'Get one organization.',
    path,
    answer: organization,
    refusals: ['not_found'],
  },
  async ({ ctx, path }) => asOrganization(found(await describeOrganization(ctx, path.slug), 'organization')),
);

export const makeOrganization = operation(
  {
    ...{ id: 'createOrganization', method: 'POST', url: '/api/admin/organizations', tag },
    permission: createOrganization.permission,
    summary: 'Make an organization. Nobody belongs to it yet.',
    body: z.strictObject({
      slug: z.string().refine(isSlug, 'must be lower-case letters, digits and dashes, at most 63').meta({
        description: 'Its name in addresses and tokens; it stays',
      }),
      name: name.meta({ description: 'What people call it' }),
    }),
    status: 201,
    answer: z.object({ slug }).meta({ id: 'OrganizationMade' }),
    refusals: ['conflict'],
  },
  async ({ ctx, body }) => {
    if ((await createOrganization(ctx, body)) === 'taken')
      throw conflict('Another organization has that slug.');
    return { slug: body.slug };
  },
);

/** What a change came to, where it came to nothing. */
function settle(outcome: string): void {
  if (outcome === 'unknown') throw notFound('organization');
  if (outcome === 'managed_by_file') throw conflict('CLIENTS_FILE declares it: change it there.');
  if (outcome === 'default') throw conflict('Everybody belongs to the default organization: it stays on.');
  if (outcome === 'unknown_client')
    throw invalidFields({ allowed_clients: 'names a client that is not here' });
}

export const changeOrganization = operation(
  {
    ...{ ...at, id: 'changeOrganization', method: 'PATCH', permission: changePolicy.permission },
    summary: 'Change the name or the policy of an organization; what is left out stays.',
    path,
    body: z.strictObject({ name: name.optional(), ...changeable(policyMembers) }),
    refusals: ['not_found', 'conflict'],
  },
  async ({ ctx, path, body: { name: called, ...sent } }) => {
    requireSome({ name: called, ...sent });
    const members = Object.entries(sent).filter(([, value]) => value !== undefined);
    const policy = Object.fromEntries(members.map(([member, value]) => [camelCase(member), value]));
    if (members.length > 0) settle(await changePolicy(ctx, path.slug, policy));
    if (called !== undefined) settle(await renameOrganization(ctx, path.slug, called));
  },
);

const switching = (to: 'disable' | 'enable', summary: string) =>
  operation(
    {
      ...{ id: `${to}Organization`, method: 'POST', url: `${at.url}/${to}`, tag },
      permission: switchOrganization.permission,
      summary,
      path,
      refusals: ['not_found', 'conflict'],
    },
    async ({ ctx, path }) => settle(await switchOrganization(ctx, path.slug, `${to}d`)),
  );

export const disableOrganization = switching(
  'disable',
  'Switch an organization off: its sessions, its keys and its administrators do not count meanwhile.',
);
export const enableOrganization = switching('enable', 'Switch an organization on again.');
