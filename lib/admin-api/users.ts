import { z } from 'zod';
import { disablePerson, enablePerson } from '@/lib/accounts/disable';
import {
  describePerson,
  type ListedPerson,
  listPeople,
  normalizeSearch,
  type PersonDetails,
} from '@/lib/accounts/list';
import { signPersonOut } from '@/lib/accounts/sign-out';
import { conflict, found, notFound, operation } from '@/lib/admin-api/operation';
import {
  cursor,
  id,
  instant,
  instantOrNull,
  pageOf,
  positionOf,
  readPosition,
  time,
} from '@/lib/admin-api/shapes';

const tag = 'Users';
const role = z.enum(['user', 'admin']).meta({ description: '`admin`: of the whole server' });

const listed = {
  id,
  email: z.string(),
  name: z.string().nullable(),
  role,
  disabled_at: time.nullable(),
  created_at: time,
};
const summary = z.object({ ...listed, has_second_factor: z.boolean() }).meta({ id: 'UserSummary' });
const user = z
  .object({
    ...listed,
    email_verified_at: time.nullable(),
    providers: z.array(z.string()).meta({ description: 'With which they sign in, such as `github`' }),
    organizations: z.array(
      z.object({ slug: z.string(), name: z.string(), role: z.enum(['owner', 'admin', 'member']) }),
    ),
    second_factors: z.object({
      authenticator: z.boolean(),
      passkeys: z.int(),
      recovery_codes_left: z.int(),
    }),
  })
  .meta({ id: 'User' });

const asListed = (person: Omit<ListedPerson, 'hasSecondFactor'>) => ({
  ...{ id: person.id, email: person.email, name: person.name, role: person.role },
  ...{ disabled_at: instantOrNull(person.disabledAt), created_at: instant(person.createdAt) },
});

const asUser = (person: PersonDetails) => ({
  ...asListed(person),
  email_verified_at: instantOrNull(person.emailVerified),
  ...{ providers: person.providers, organizations: person.organizations },
  second_factors: {
    authenticator: person.authenticator !== null,
    passkeys: person.passkeys.length,
    recovery_codes_left: person.recoveryCodesLeft,
  },
});

export const listUsers = operation(
  {
    ...{ id: 'listUsers', method: 'GET', url: '/api/admin/users', tag, permission: listPeople.permission },
    summary: 'List people, the newest first.',
    query: z.strictObject({
      search: z.string().max(254).optional().meta({ description: 'A part of the address or name' }),
      role: role.optional(),
      state: z.enum(['enabled', 'disabled']).optional(),
      organization: z
        .string()
        .max(254)
        .optional()
        .meta({ description: 'Its slug, or the beginning of its name' }),
      cursor,
    }),
    answer: pageOf('UserPage', summary),
  },
  async ({ ctx, query }) => {
    const { people, after } = await listPeople(ctx, normalizeSearch(query.search), {
      ...{ role: query.role ?? null, state: query.state ?? null, organization: query.organization ?? null },
      cursor: readPosition(query.cursor),
    });
    return {
      data: people.map((one) => ({ ...asListed(one), has_second_factor: one.hasSecondFactor })),
      next: positionOf(after),
    };
  },
);

export const getUser = operation(
  {
    ...{ id: 'getUser', method: 'GET', url: '/api/admin/users/{id}', tag },
    permission: describePerson.permission,
    summary: 'Get one person.',
    description: 'Of their organizations a key sees those that it administers.',
    path: z.object({ id }),
    answer: user,
    refusals: ['not_found'],
  },
  async ({ ctx, path }) => asUser(found(await describePerson(ctx, path.id), 'user')),
);

/** What the verbs say of whom they do not touch. */
const refusals: Record<string, string> = {
  own: 'This key is that person’s own: do this on their own pages.',
  last_admin: 'That is the last administrator who can sign in. Make another one first.',
};

function settle(outcome: string): void {
  if (outcome === 'unknown') throw notFound('user');
  if (Object.hasOwn(refusals, outcome)) throw conflict(refusals[outcome]!);
}

export const disableUser = operation(
  {
    ...{ id: 'disableUser', method: 'POST', url: '/api/admin/users/{id}/disable', tag },
    permission: disablePerson.permission,
    summary: 'Disable a person: all that is signed in as them ends at once, and they cannot sign in.',
    description: 'One who is disabled already stays so. The last administrator cannot be.',
    path: z.object({ id }),
    refusals: ['not_found', 'conflict'],
  },
  async ({ ctx, path }) => settle(await disablePerson(ctx, path.id)),
);

export const enableUser = operation(
  {
    ...{ id: 'enableUser', method: 'POST', url: '/api/admin/users/{id}/enable', tag },
    permission: enablePerson.permission,
    summary: 'Enable a person again. What was ended stays ended.',
    path: z.object({ id }),
    refusals: ['not_found'],
  },
  async ({ ctx, path }) => settle(await enablePerson(ctx, path.id)),
);

export const signOutUser = operation(
  {
    ...{ id: 'signOutUser', method: 'POST', url: '/api/admin/users/{id}/sign-out', tag },
    permission: signPersonOut.permission,
    summary: 'Sign a person out of every browser and device. They are told by mail, and may sign in again.',
    path: z.object({ id }),
    refusals: ['not_found', 'conflict'],
  },
  async ({ ctx, path }) => settle(await signPersonOut(ctx, path.id)),
);
