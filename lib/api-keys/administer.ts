import {
  findKey,
  findKeysOf,
  findOrganizationForKeys,
  type KeyDetails,
  type ListedKey,
  revokeKey,
} from '@/lib/api-keys/keys-store';
import { type MadeKey, makeKey, type WantedKey } from '@/lib/api-keys/make';
import { type ApiKeyScope, scopesForOrganization } from '@/lib/api-keys/scopes';
import { recordAudit } from '@/lib/audit/store';
import { adminVerb, authorityOf } from '@/lib/authority/verb';
import { inTransaction } from '@/lib/db/transaction';

export type { KeyDetails };

export type OrganizationKeys = {
  organization: { id: string; slug: string; name: string; disabledAt: Date | null };
  keys: ListedKey[];
  /** What whoever asks can give a new one. */
  givable: ApiKeyScope[];
};

/** For administrators: the keys of an organization's own services; null when there is none of that name. Reads only. */
export const listOrganizationApiKeys = adminVerb(
  'api_keys:read',
  async (ctx, within, slug: string): Promise<OrganizationKeys | null> => {
    const organization = await findOrganizationForKeys(within, slug);
    if (!organization) return null;
    const keys = await findKeysOf({ organizationId: organization.id });
    return { organization, keys, givable: scopesForOrganization(authorityOf(ctx), organization.id) };
  },
);

/** For platform administrators: the keys of a person, which are no organization's. Reads only. */
export const listApiKeysOfPerson = adminVerb(
  'api_keys:read',
  async (_ctx, within, userId: string): Promise<ListedKey[]> =>
    within === null ? findKeysOf({ userId }) : [],
);

/** An administrator makes a key for an organization's own services. It stays when they go. */
export const createOrganizationApiKey = adminVerb(
  'api_keys:write',
  async (ctx, within, slug: string, wanted: WantedKey): Promise<MadeKey | null> => {
    const organization = await findOrganizationForKeys(within, slug);
    if (!organization) return null;
    const { id: organizationId } = organization;
    return makeKey(ctx, { organizationId }, wanted, scopesForOrganization(authorityOf(ctx), organizationId));
  },
);

/** One key: an organization's, or for platform admins a person's too. Null: there is none such. Reads only. */
export const describeApiKey = adminVerb(
  'api_keys:read',
  (_ctx, within, id: string): Promise<KeyDetails | null> => findKey(within, id),
);

/** Revoke it. False: there is none such, it was revoked before, or CLIENTS_FILE declares it. */
export const revokeApiKeyByAdmin = adminVerb(
  'api_keys:write',
  (ctx, within, id: string): Promise<boolean> =>
    inTransaction(async (db) => {
      const revoked = await revokeKey(db, ctx.now, id, { within });
      if (!revoked) return false;
      const { name, userId, organizationId } = revoked;
      await recordAudit(db, ctx, {
        action: 'api_key.revoked',
        ...{ userId, organizationId, target: { type: 'api_key', id } },
        detail: { name },
      });
      return true;
    }),
);
