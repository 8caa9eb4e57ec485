import { z } from 'zod';
import { describePerson, type ListedPerson, listPeople, type PersonDetails } from '@/lib/accounts/list';
import { found, operation } from '@/lib/admin-api/operation';
import { id, instant, instantOrNull, pageOf, time } from '@/lib/admin-api/shapes';

const tag = 'Users';
const role = z.enum(['user', 'admin']).meta({ description: '`admin`: of the whole server' });

const listed = {
  id,
  email: z.string(),
  name: z.string().nullable(),
  role,
  disabled_at: time.nullable(),
};
const summary = z.object({ ...listed, has_second_factor: z.boolean() }).meta({ id: 'UserSummary' });
const user = z
  .object({
    ...listed,
    email_verified_at: time.nullable(),
    created_at: time,
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

const asListed = ({
  disabledAt,
  ...person
}: Pick<ListedPerson, 'id' | 'email' | 'name' | 'role' | 'disabledAt'>) => ({
  ...{ id: person.id, email: person.email, name: person.name, role: person.role },
  disabled_at: instantOrNull(disabledAt),
});

const asUser = (person: PersonDetails) => ({
  ...asListed(person),
  email_verified_at: instantOrNull(person.emailVerified),
  created_at: instant(person.createdAt),
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
    }),
    answer: pageOf('UserPage', summary),
  },
  async ({ ctx, query }) => {
    const { people } = await listPeople(ctx, query.search ?? '');
    return {
      data: people.map((one) => ({ ...asListed(one), has_second_factor: one.hasSecondFactor })),
      next: null,
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
