import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { sha256 } from '@/lib/crypto';
import { inTransaction } from '@/lib/db/transaction';
import { amrOfFactor } from '@/lib/login/acr';
import { decidePasskeySignIn, type PasskeyRefusal } from '@/lib/login/rules';
import { startBrowserSession } from '@/lib/login/start-session';
import { holdPerson } from '@/lib/login/store';
import { describeUserAgent } from '@/lib/login/user-agent';
import { attemptFactor } from '@/lib/mfa/attempt';
import { findPasskey } from '@/lib/mfa/passkey-store';
import { signInOptions } from '@/lib/mfa/relying-party';
import { passkeysAvailable } from '@/lib/mfa/relying-party-id';
import { countUse } from '@/lib/mfa/use-passkey';
import { type Assertion, readAssertion, verifyAssertion } from '@/lib/mfa/webauthn';
import { findIssuerOfAddress } from '@/lib/organizations/issuer';
import { isWithinLimit, limit } from '@/lib/rate-limit/limit';
import { isMethodOn } from '@/lib/settings/methods';

/** Signing in with a passkey alone: it says who its person is, and is both factors, had and unlocked. */
export type PasskeySignIn =
  | { outcome: 'signed_in'; cookie: string; userId: string }
  | { outcome: 'wrong' }
  | { outcome: 'limited' }
  /** An administrator has switched it off: passkeys are a second factor alone. */
  | { outcome: 'off' }
  | { outcome: PasskeyRefusal; email: string };

/** There is no session yet, so that challenges are bound to what marks the browser. */
const holderOf = (browser: string): string => sha256(browser).toString('hex');

/** Are passkeys a way in here? */
export const offersPasskeySignIn = async (): Promise<boolean> =>
  passkeysAvailable() && (await isMethodOn('passkey'));

/** What to ask the browser for. Throws 429. */
export async function startPasskeySignIn(ctx: RequestContext, browser: string) {
  await limit('passkey-options-network', ctx.network ?? '');
  return signInOptions(ctx, holderOf(browser));
}

/**
 * What proves nothing counts against its network, not against the account whose passkey it names: anybody may know the
 * name, and nothing is guessed. The account's failures with whatever factor stop this way in as well.
 */
export async function signInWithPasskey(
  ctx: RequestContext,
  browser: string | null,
  response: string,
): Promise<PasskeySignIn> {
  if (!(await isMethodOn('passkey'))) return { outcome: 'off' };
  const given = readAssertion(response);
  const passkey = given && (await findPasskey(given.id));
  const made = { kind: 'sign-in', holder: holderOf(browser ?? '') } as const;
  const isComplete = passkey && browser && namesItsPerson(given);
  const use = isComplete ? await verifyAssertion(ctx, made, given, passkey) : null;
  if (!use || !passkey)
    return { outcome: (await isWithinLimit('passkey-network', ctx.network ?? '')) ? 'wrong' : 'limited' };
  const person = { userId: passkey.userId, email: passkey.user.email };
  const attempt = await attemptFactor(ctx, person, async (): Promise<PasskeySignIn | null> => {
    const { email, disabledAt } = passkey.user;
    const hasIssuer = (await findIssuerOfAddress(email)) !== null;
    const decision = decidePasskeySignIn({ disabledAt, hasIssuer });
    if (decision !== 'allowed') return { outcome: decision, email };
    return inTransaction(async (db) => {
      const { userId } = passkey;
      await holdPerson(db, userId);
      const factor = await countUse(db, ctx, use);
      if (!factor) return null;
      const cookie = await startBrowserSession(db, ctx, { userId, amr: amrOfFactor[factor] });
      const detail = { method: 'passkey', browser: describeUserAgent(ctx.userAgent) };
      await recordAudit(db, ctx, { action: 'person.signed_in', userId, detail });
      return { outcome: 'signed_in', cookie, userId };
    });
  });
  return attempt.outcome === 'verified' ? attempt.value : attempt;
}

/** W3C WebAuthn 3 §7.2, step 6: without a name given first, the user handle is required. */
const namesItsPerson = ({ response }: Assertion): boolean => Boolean(response.userHandle);
