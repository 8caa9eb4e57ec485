import { declareApiKeys } from '@/lib/api-keys/declare';
import { declareClients } from '@/lib/clients/declare';
import { organizationOf } from '@/lib/clients/file/policy';
import type { ClientsFile } from '@/lib/clients/file/read';
import { issuerOf, profileOf } from '@/lib/clients/file/schema';
import type { RequestContext } from '@/lib/context';
import { inLockedTransaction } from '@/lib/db/transaction';
import { declareOrganizations } from '@/lib/organizations/declare';
import { declareSignOn } from '@/lib/organizations/declare-sign-on';

export type Applied = Record<
  'created' | 'changed' | 'enabled' | 'disabled' | 'revoked' | 'sessions ended' | 'made public',
  number
>;

/**
 * Make this installation as CLIENTS_FILE declares it: all of it or nothing, one node at a time. Idempotent: what is so
 * already is neither written nor audited.
 */
export const applyClientsFile = (ctx: RequestContext, file: ClientsFile): Promise<Applied> =>
  inLockedTransaction('CLIENTS_FILE', async (db) => {
    const organizations = await declareOrganizations(db, ctx, file.organizations.map(organizationOf));
    const keys = file.organizations.flatMap(({ slug, api_keys }) =>
      api_keys.map(({ name, key, scopes }) => ({
        name,
        scopes,
        hash: key.env,
        organizationId: organizations.ids.get(slug)!,
      })),
    );
    const clients = file.clients.map((client) => ({
      id: client.client_id,
      profile: profileOf(client),
      isDisabled: client.disabled,
      secrets: client.secrets.map(({ env }) => env),
    }));
    const signOn = file.organizations.map(({ slug, email_domains, issuer }) => ({
      organizationId: organizations.ids.get(slug)!,
      emailDomains: email_domains,
      issuer: issuer ? issuerOf(issuer) : null,
    }));
    const apiKeys = await declareApiKeys(db, ctx, keys);
    const signOns = await declareSignOn(db, ctx, signOn, organizations.released);
    const { done, sessionsEnded, madePublic } = await declareClients(db, ctx, clients);
    const applied: Applied = {
      ...{ created: 0, changed: 0, enabled: 0, disabled: 0, revoked: 0 },
      'sessions ended': sessionsEnded,
      'made public': madePublic,
    };
    for (const what of [...organizations.done, ...signOns, ...apiKeys, ...done]) applied[what] += 1;
    return applied;
  });
