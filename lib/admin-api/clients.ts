import { z } from 'zod';
import { conflict, found, notFound, operation, requireSome } from '@/lib/admin-api/operation';
import { camelCase, changeable, clientId, instantOrNull, pageOf, shown, time } from '@/lib/admin-api/shapes';
import { disableClient, enableClient } from '@/lib/clients/change';
import { createClient } from '@/lib/clients/create';
import { type ClientDetails, describeClient, listClients } from '@/lib/clients/list';
import { patchClient } from '@/lib/clients/patch';
import {
  type ClientProfile,
  clientProfile,
  clientId as newClientId,
  profileFields,
  snakeCase,
} from '@/lib/clients/profile';

const tag = 'Clients';

const listed = {
  client_id: clientId,
  is_confidential: z.boolean().meta({ description: 'It has a secret (RFC 6749 §2.1)' }),
  managed_by_file: z.boolean().meta({ description: 'CLIENTS_FILE declares it: it is changed there alone' }),
  disabled_at: time.nullable(),
};

const summary = z
  .object({ ...listed, name: z.string(), publisher: z.string().nullable(), first_party: z.boolean() })
  .meta({ id: 'ClientSummary' });

/** The members of a profile under their names at the wire, which are those of CLIENTS_FILE. */
const profile: Record<string, z.ZodType> = Object.fromEntries(
  profileFields.map((field) => [snakeCase(field), clientProfile.shape[field]]),
);

const client = z
  .object({ ...listed, live_secrets: z.int(), live_sessions: z.int(), ...shown(profile) })
  .meta({ id: 'Client' });

type Listed = { id: string; isConfidential: boolean; managedByFile: boolean; disabledAt: Date | null };
const asListed = (one: Listed) => ({
  ...{ client_id: one.id, is_confidential: one.isConfidential, managed_by_file: one.managedByFile },
  disabled_at: instantOrNull(one.disabledAt),
});

const asClient = (one: ClientDetails) => ({
  ...Object.fromEntries(profileFields.map((field) => [snakeCase(field), one[field]])),
  ...asListed(one),
  ...{ live_secrets: one.liveSecrets, live_sessions: one.liveSessions },
});

/** What was sent of a profile, under our own names. */
const asProfile = (sent: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(sent).flatMap(([member, value]) =>
      value === undefined ? [] : [[camelCase(member), value]],
    ),
  );

export const getClients = operation(
  {
    ...{ id: 'listClients', method: 'GET', url: '/api/admin/clients', tag },
    permission: listClients.permission,
    summary: 'List clients, by name.',
    query: z.strictObject({
      search: z
        .string()
        .max(254)
        .optional()
        .meta({ description: 'A part of the name, publisher or client_id' }),
    }),
    answer: pageOf('ClientPage', summary),
  },
  async ({ ctx, query }) => ({
    data: (await listClients(ctx, { search: query.search ?? '' })).map((one) => ({
      ...{ ...asListed(one), name: one.name, publisher: one.publisher, first_party: one.firstParty },
    })),
    next: null,
  }),
);

const path = z.object({ client_id: clientId });
const at = { url: '/api/admin/clients/{client_id}', tag } as const;
const slashes = 'A `/` in a client_id is `%2F` in the path.';

export const getClient = operation(
  {
    ...{ ...at, id: 'getClient', method: 'GET', permission: describeClient.permission },
    summary: 'Get one client, with its whole profile; of its secrets how many count.',
    description: slashes,
    path,
    answer: client,
    refusals: ['not_found'],
  },
  async ({ ctx, path }) => asClient(found(await describeClient(ctx, path.client_id), 'client')),
);

export const makeClient = operation(
  {
    ...{ id: 'createClient', method: 'POST', url: '/api/admin/clients', tag },
    permission: createClient.permission,
    summary: 'Add a client. Its secret, where it is to have one, is told in the answer alone.',
    body: z.strictObject({
      client_id: newClientId,
      is_confidential: z.boolean().default(false).meta({ description: 'Is it to have a secret?' }),
      ...profile,
    }),
    status: 201,
    answer: z
      .object({ client_id: clientId, client_secret: z.string().nullable() })
      .meta({ id: 'ClientMade' }),
    refusals: ['conflict'],
  },
  async ({ ctx, body: { client_id: newId, is_confidential: isConfidential, ...sent } }) => {
    const made = await createClient(ctx, {
      id: newId,
      isConfidential,
      profile: clientProfile.parse(asProfile(sent)),
    });
    if (made.outcome === 'taken') throw conflict('Another client has that client_id.');
    return { client_id: newId, client_secret: made.secret };
  },
);

function settle(outcome: string): void {
  if (outcome === 'unknown') throw notFound('client');
  if (outcome === 'managed_by_file') throw conflict('CLIENTS_FILE declares it: change it there.');
}

export const changeSome = operation(
  {
    ...{ ...at, id: 'changeClient', method: 'PATCH', permission: patchClient.permission },
    summary: 'Change the profile of a client; what is left out stays.',
    description: slashes,
    path,
    body: z.strictObject(changeable(profile)),
    refusals: ['not_found', 'conflict'],
  },
  async ({ ctx, path, body }) => {
    requireSome(body);
    settle(await patchClient(ctx, path.client_id, asProfile(body) as Partial<ClientProfile>));
  },
);

export const switchOff = operation(
  {
    ...{ id: 'disableClient', method: 'POST', url: `${at.url}/disable`, tag },
    permission: disableClient.permission,
    summary: 'Disable a client: nobody signs in with it, and every sign-in that came from it ends.',
    description: slashes,
    path,
    refusals: ['not_found', 'conflict'],
  },
  async ({ ctx, path }) => settle(await disableClient(ctx, path.client_id)),
);

export const switchOn = operation(
  {
    ...{ id: 'enableClient', method: 'POST', url: `${at.url}/enable`, tag },
    permission: enableClient.permission,
    summary: 'Enable a client again. What was ended stays ended.',
    description: slashes,
    path,
    refusals: ['not_found', 'conflict'],
  },
  async ({ ctx, path }) => settle(await enableClient(ctx, path.client_id)),
);
