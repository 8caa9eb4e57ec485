import { recordAudit } from '@/lib/audit/store';
import { plainText } from '@/lib/clients/profile';
import type { RequestContext } from '@/lib/context';
import { inTransaction } from '@/lib/db/transaction';
import type { Person } from '@/lib/login/browser-session';
import { longestPasskeyName } from '@/lib/mfa/add-passkey';
import { deletePasskey, findOwnPasskey, updatePasskeyName } from '@/lib/mfa/passkey-store';
import { type RemovalOutcome, removeFactor } from '@/lib/mfa/remove-factor';
import { tellFactorChange } from '@/lib/mfa/tell';

export { listPasskeys } from '@/lib/mfa/passkey-store';

/** Give one's passkey another name. */
export async function renamePasskey(
  ctx: RequestContext,
  person: Person,
  { id, name: typed }: { id: string; name: string },
): Promise<'renamed' | 'gone' | 'unreadable_name'> {
  const { data: name } = plainText(longestPasskeyName).safeParse(typed);
  if (name === undefined) return 'unreadable_name';
  const before = await inTransaction(async (db) => {
    const passkey = await findOwnPasskey(person.userId, id, db);
    if (!passkey || passkey.name === name) return passkey;
    if (!(await updatePasskeyName(db, person.userId, id, name))) return null;
    await recordAudit(db, ctx, {
      action: 'factor.changed',
      userId: person.userId,
      target: { type: 'passkey', id },
      detail: { factor: 'passkey', name: { from: passkey.name, to: name } },
    });
    return passkey;
  });
  if (!before) return 'gone';
  if (before.name !== name) await tellFactorChange(ctx, person, { what: 'passkey_renamed', name });
  return 'renamed';
}

/** Take one's passkey away. What it has signed in stays signed in. */
export async function removePasskey(
  ctx: RequestContext,
  person: Person,
  id: string,
): Promise<RemovalOutcome> {
  const passkey = await findOwnPasskey(person.userId, id);
  if (!passkey) return 'gone';
  const { name } = passkey;
  const removal = await removeFactor(ctx, person, 'passkey', (db) => deletePasskey(db, person.userId, id), {
    passkey: id,
    name,
  });
  if (removal === 'removed') await tellFactorChange(ctx, person, { what: 'passkey_removed', name });
  return removal;
}
