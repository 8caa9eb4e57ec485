import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { hmac, randomIntegers } from '@/lib/crypto';
import { type Db, inLockedTransaction, inTransaction } from '@/lib/db/transaction';
import { type Person, strengthenBrowserSession } from '@/lib/login/browser-session';
import { attemptFactor, type FactorOutcome, recordVerified } from '@/lib/mfa/attempt';
import { claimRecoveryCode, hasRecoveryCodes, replaceRecoveryCodes } from '@/lib/mfa/recovery-store';
import { countOf } from '@/lib/mfa/rules';
import { countFactors } from '@/lib/mfa/store';
import { tellFactorChange } from '@/lib/mfa/tell';

const howMany = 10;
/** Crockford's base 32: no letter that looks like a digit. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
/** 80 bits; NIST SP 800-63B-4 §3.1.2 asks for 64. */
const length = 16;

const newCode = (): string =>
  randomIntegers(length, alphabet.length)
    .map((place) => alphabet[place])
    .join('');

/** As it is shown: four groups of four. */
export const formatRecoveryCode = (code: string): string => code.match(/.{4}/g)!.join('-');

/** As it was typed, read: case, dashes and spaces do not matter, nor what looks alike. Null: it is none. */
export function normalizeRecoveryCode(typed: string): string | null {
  const code = typed.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
  return code.length === length && [...code].every((letter) => alphabet.includes(letter)) ? code : null;
}

/** To print, or to keep with passwords. */
export const recoveryCodesText = (codes: string[], of: { host: string; email: string }): string =>
  [
    `Recovery codes for ${of.email} at ${of.host}`,
    'Each works once, in the place of your authenticator app or passkey.',
    '',
    ...codes.map(formatRecoveryCode),
    '',
  ].join('\n');

const hmacOf = (userId: string, code: string): Buffer => hmac('recovery-code', `${userId} ${code}`);

/** New codes in the place of all old ones. Returns them, for the one time they are shown. */
async function renewRecoveryCodes(db: Db, ctx: RequestContext, userId: string): Promise<string[]> {
  const codes = Array.from({ length: howMany }, newCode);
  await replaceRecoveryCodes(
    db,
    ctx.now,
    userId,
    codes.map((code) => hmacOf(userId, code)),
  );
  await recordAudit(db, ctx, {
    action: 'recovery_codes.renewed',
    userId,
    target: { type: 'user', id: userId },
  });
  return codes;
}

/**
 * Codes stand for a factor, so only whoever has one gets them: none are left behind for later by a request that was on
 * its way when the last factor was removed, or all were reset.
 */
const makeCodes = (
  ctx: RequestContext,
  userId: string,
  isWanted: (db: Db) => Promise<boolean>,
): Promise<string[] | null> =>
  inLockedTransaction(`factors of ${userId}`, async (db) =>
    countOf(await countFactors(db, userId)) > 0 && (await isWanted(db))
      ? renewRecoveryCodes(db, ctx, userId)
      : null,
  );

/** With the first factor come the first codes. Null: there are some already, or the factor is gone. */
export const makeFirstRecoveryCodes = (ctx: RequestContext, userId: string): Promise<string[] | null> =>
  makeCodes(ctx, userId, async (db) => !(await hasRecoveryCodes(db, userId)));

/** Whoever has a factor and asks for new codes gets them, and the old ones are worth nothing. Null: there is no factor. */
export async function makeNewRecoveryCodes(ctx: RequestContext, person: Person): Promise<string[] | null> {
  const codes = await makeCodes(ctx, person.userId, async () => true);
  if (codes) await tellFactorChange(ctx, person, { what: 'recovery_codes_renewed' });
  return codes;
}

/** A code for whoever has lost their factors: each works once. Returns the session's cookies. */
export async function verifyRecoveryCode(
  ctx: RequestContext,
  person: Person,
  typed: string,
): Promise<FactorOutcome<string[]>> {
  const attempt = await attemptFactor(ctx, person, async () => {
    const code = normalizeRecoveryCode(typed);
    return inTransaction(async (db) => {
      if (!code || !(await claimRecoveryCode(db, ctx.now, person.userId, hmacOf(person.userId, code))))
        return null;
      await recordVerified(db, ctx, person, 'recovery_code');
      return strengthenBrowserSession(db, ctx, person, 'recovery_code');
    });
  });
  const left = person.recoveryCodes - 1;
  if (attempt.outcome === 'verified')
    await tellFactorChange(ctx, person, { what: 'recovery_code_used', left });
  return attempt;
}
