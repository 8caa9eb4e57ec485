import { z } from 'zod';
import { found, operation } from '@/lib/admin-api/operation';
import { clientId, instantOrNull, pageOf } from '@/lib/admin-api/shapes';
import { type ClientDetails, describeClient, listClients } from '@/lib/clients/list';
import { clientProfile, profileFields, snakeCase } from '@/lib/clients/profile';

const tag = 'Clients';

const listed = {
  client_id: clientId,
  is_confidential: z.boolean().meta({ description: 'It has a secret (RFC 6749 §2.1)' }),
  managed_by_file: z.boolean().meta({ description: 'CLIENTS_FILE declares it: it is changed there alone' }),
  disabled_at: z.iso.datetime().nullable(),
};

const summary = z
  .object({ ...listed, name: z.string(), publisher: z.string().nullable(), first_party: z.boolean() })
  .meta({ id: 'ClientSummary' });

/** The members of a profile under their names at the wire, which are those of CLIENTS_FILE. */
const profile = Object.fromEntries(
  profileFields.map((field) => {
    const schema: z.ZodType = clientProfile.shape[field];
    const { description = '' } = clientProfile.shape[field];
    return [
      snakeCase(field),
      (schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : schema).meta({ description }),
    ];
  }),
);

const client = z
  .object({ ...listed, live_secrets: z.int(), live_sessions: z.int(), ...profile })
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

export const getClients = operation(
  {
    ...{ id: 'listClients', method: 'GET', url: '/api/admin/clients', tag },
    permission: listClients.permission,
    summary: 'List clients, by name.',
    answer: pageOf('ClientPage', summary),
  },
  async ({ ctx }) => ({
    data: (await listClients(ctx)).map((one) => ({
      ...{ ...asListed(one), name: one.name, publisher: one.publisher, first_party: one.firstParty },
    })),
    next: null,
  }),
);

export const getClient = operation(
  {
    ...{ id: 'getClient', method: 'GET', url: '/api/admin/clients/{client_id}', tag },
    permission: describeClient.permission,
    summary: 'Get one client, with its whole profile; of its secrets how many count.',
    description: 'A `/` in a client_id is `%2F` in the path.',
    path: z.object({ client_id: clientId }),
    answer: client,
    refusals: ['not_found'],
  },
  async ({ ctx, path }) => asClient(found(await describeClient(ctx, path.client_id), 'client')),
);
