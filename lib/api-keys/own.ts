import { findKeysOf, type ListedKey, revokeKey } from '@/lib/api-keys/keys-store';
import { type MadeKey, makeKey, type WantedKey } from '@/lib/api-keys/make';
import { scopesForPerson } from '@/lib/api-keys/scopes';
import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { inTransaction } from '@/lib/db/transaction';
import { authorityOfPerson, type Person } from '@/lib/login/browser-session';
import { occasionOf } from '@/lib/login/occasion';
import { apiKeyMadeMail } from '@/lib/mail/api-key-messages';
import { tellByMail } from '@/lib/mail/send';

/** A person's own keys, the newest first. Reads only. */
export const listOwnApiKeys = (person: Person): Promise<ListedKey[]> => findKeysOf({ userId: person.userId });

/** What a person can give a key of theirs now. */
export const ownScopes = (person: Person) => scopesForPerson(authorityOfPerson(person));

/** A person makes a key for their own scripts. They are told by mail, since it outlives the browser that it was made in. */
export async function createOwnApiKey(
  ctx: RequestContext,
  person: Person,
  wanted: WantedKey,
): Promise<MadeKey> {
  const made = await makeKey(ctx, { userId: person.userId }, wanted, ownScopes(person));
  if (made.problem === null)
    await tellByMail(apiKeyMadeMail(person.email, made.name, occasionOf(ctx, person.userId)), ctx.now);
  return made;
}

/** Revoke one's own key. False: it is not theirs, or was revoked before. */
export const revokeOwnApiKey = (ctx: RequestContext, { userId }: Person, id: string): Promise<boolean> =>
  inTransaction(async (db) => {
    const revoked = await revokeKey(db, ctx.now, id, { owner: { userId } });
    if (!revoked) return false;
    const target = { type: 'api_key', id };
    await recordAudit(db, ctx, { action: 'api_key.revoked', userId, target, detail: { name: revoked.name } });
    return true;
  });
