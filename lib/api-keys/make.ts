import { countLiveKeysOf, type KeyOwner } from '@/lib/api-keys/keys-store';
import {
  decideNewKey,
  type ExpiryChoice,
  expiryOf,
  type KeyProblem,
  longestKeyName,
  mostLiveKeys,
} from '@/lib/api-keys/rules';
import { createApiKey } from '@/lib/api-keys/store';
import { recordAudit } from '@/lib/audit/store';
import { plainText } from '@/lib/clients/profile';
import type { RequestContext } from '@/lib/context';
import { randomSecret, sha256 } from '@/lib/crypto';
import { inLockedTransaction } from '@/lib/db/transaction';
import { apiKeyPrefix, formatApiKey } from '@/lib/tokens/format';

export type WantedKey = { name: string; scopes: readonly string[]; expiry: ExpiryChoice };

/** What came of it; the key itself is told here, and nowhere again. */
export type MadeKey = { problem: KeyProblem } | { problem: null; id: string; name: string; key: string };

const hintLetters = 4;

/** Make a key of this owner's, holding no more than is `givable`. Two at once do not get past the limit together. */
export async function makeKey(
  ctx: RequestContext,
  owner: KeyOwner,
  wanted: WantedKey,
  givable: readonly string[],
): Promise<MadeKey> {
  const name = plainText(longestKeyName).safeParse(wanted.name).data ?? null;
  const scopes = [...new Set(wanted.scopes)];
  const problem = decideNewKey({ name, scopes }, givable);
  if (problem || name === null) return { problem: problem ?? 'name' };
  const key = formatApiKey(randomSecret());
  const expiresAt = expiryOf(wanted.expiry, ctx.now);
  return inLockedTransaction(`api keys of ${Object.values(owner)[0]}`, async (db) => {
    if ((await countLiveKeysOf(db, owner, ctx.now)) >= mostLiveKeys) return { problem: 'too_many' };
    const id = await createApiKey(db, ctx.now, {
      ...{
        hash: sha256(key),
        hint: key.slice(0, apiKeyPrefix.length + hintLetters),
        name,
        scopes,
        expiresAt,
      },
      ...{ userId: null, organizationId: null, ...owner, managedByFile: false, revokedAt: null },
      createdById: ctx.actor.type === 'person' ? ctx.actor.userId : null,
    });
    await recordAudit(db, ctx, {
      action: 'api_key.created',
      ...owner,
      target: { type: 'api_key', id },
      detail: { name, scopes, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return { problem: null, id, name, key };
  });
}
