import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { type Db, inTransaction } from '@/lib/db/transaction';
import type { Factor } from '@/lib/login/acr';
import { type Person, strengthenBrowserSession } from '@/lib/login/browser-session';
import { attemptFactor, type FactorOutcome, recordVerified } from '@/lib/mfa/attempt';
import { spendChallenge } from '@/lib/mfa/challenge';
import { advancePasskey, findOwnPasskey, findPasskey } from '@/lib/mfa/passkey-store';
import { readAssertion, type VerifiedUse, verifyAssertion } from '@/lib/mfa/webauthn';

/**
 * Let a proved use count: spends its challenge and advances the passkey. Null: the challenge was used before, the passkey is gone, or the
 * counter went back, so that there may be a copy of the passkey (W3C WebAuthn 3 §6.1.1); the latter is audited.
 */
export async function countUse(db: Db, ctx: RequestContext, use: VerifiedUse): Promise<Factor | null> {
  const { passkey, challenge, signatureCounter } = use;
  if (!(await spendChallenge(db, challenge))) return null;
  const factor = passkey.synced ? 'synced_passkey' : 'passkey';
  if (await advancePasskey(db, ctx, passkey.id, signatureCounter)) return factor;
  const isThere = await findOwnPasskey(passkey.userId, passkey.id, db);
  if (!isThere) return null;
  await recordAudit(db, ctx, {
    action: 'second_factor.refused',
    userId: passkey.userId,
    target: { type: 'passkey', id: passkey.id },
    detail: { factor, reason: 'signature_counter' },
  });
  return null;
}

/** One of this person's passkeys as their second factor. Returns the session's cookies. */
export const verifyPasskey = (
  ctx: RequestContext,
  person: Person,
  response: string,
): Promise<FactorOutcome<string[]>> =>
  attemptFactor(ctx, person, async () => {
    const given = readAssertion(response);
    const passkey = given && (await findPasskey(given.id));
    if (!passkey || passkey.userId !== person.userId) return null;
    const made = { kind: 'second-factor', holder: person.browserSessionId } as const;
    const use = await verifyAssertion(ctx, made, given, passkey);
    if (!use) return null;
    return inTransaction(async (db) => {
      const factor = await countUse(db, ctx, use);
      if (!factor) return null;
      await recordVerified(db, ctx, person, factor);
      return strengthenBrowserSession(db, ctx, person, factor);
    });
  });
