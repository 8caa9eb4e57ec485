import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { decrypt, encrypt } from '@/lib/crypto';
import { inLockedTransaction, inTransaction } from '@/lib/db/transaction';
import { env } from '@/lib/env';
import { logger } from '@/lib/log';
import { type Person, strengthenBrowserSession } from '@/lib/login/browser-session';
import { attemptFactor, type FactorOutcome, recordVerified } from '@/lib/mfa/attempt';
import {
  claimEnrolment,
  claimStep,
  findAuthenticator,
  findEnrolment,
  putAuthenticator,
  putEnrolment,
} from '@/lib/mfa/authenticator-store';
import { tellFactorChange } from '@/lib/mfa/tell';
import { newTotpSecret, totpStepOf, totpUri } from '@/lib/mfa/totp';
import { knownBranding } from '@/lib/settings/branding';

export { findAuthenticatorUse } from '@/lib/mfa/authenticator-store';

const enrolmentSeconds = 900;

/** Sealed for one person: a row put in another's place opens nothing. */
const seal = (userId: string, secret: string): Buffer => encrypt('authenticator', `${userId} ${secret}`);

function unseal(userId: string, sealed: Uint8Array): string | null {
  try {
    const [owner, secret] = decrypt('authenticator', sealed).split(' ');
    return owner === userId && secret ? secret : null;
  } catch (err) {
    logger().error({ err }, 'the secret of an authenticator app cannot be read: was AUTH_SECRET changed?');
    return null;
  }
}

/** Begin to set an authenticator app up: a new secret, which counts for nothing until a code of it came back. */
export const beginAuthenticator = (ctx: RequestContext, person: Person): Promise<void> =>
  putEnrolment(
    person.browserSessionId,
    seal(person.userId, newTotpSecret()),
    new Date(ctx.now.getTime() + enrolmentSeconds * 1000),
  );

/** What the page shows while an app is set up in this session; null when none is. Reads only. */
export async function describeEnrolment(
  ctx: RequestContext,
  person: Person,
): Promise<{ secret: string; uri: string } | null> {
  const enrolment = await findEnrolment(person.browserSessionId, ctx.now);
  const secret = enrolment && unseal(person.userId, enrolment.secretEncrypted);
  if (!secret) return null;
  return {
    secret,
    uri: totpUri(
      secret,
      `${knownBranding().name.replaceAll(':', '')} (${new URL(env().publicUrl).host})`,
      person.email,
    ),
  };
}

/**
 * A code of the app that is being set up: from now on the app counts, in the place of any before it, and this session
 * has its second factor. Returns the session's cookies.
 */
export async function confirmAuthenticator(
  ctx: RequestContext,
  person: Person,
  typed: string,
): Promise<FactorOutcome<string[]> | { outcome: 'expired' }> {
  const { userId, browserSessionId } = person;
  const enrolment = await findEnrolment(browserSessionId, ctx.now);
  const secret = enrolment && unseal(userId, enrolment.secretEncrypted);
  if (!secret) return { outcome: 'expired' };
  const attempt = await attemptFactor(ctx, person, async () => {
    const step = totpStepOf(secret, typed, ctx.now);
    if (step === null) return null;
    return inLockedTransaction(`factors of ${userId}`, async (db) => {
      const { secretEncrypted } = enrolment;
      if (!(await claimEnrolment(db, browserSessionId, secretEncrypted))) return 'expired' as const;
      const replaced = await putAuthenticator(db, ctx, userId, { secretEncrypted, step });
      await recordAudit(db, ctx, {
        action: 'factor.added',
        userId,
        target: { type: 'user', id: userId },
        detail: { factor: 'authenticator', replaced },
      });
      return { replaced, cookies: await strengthenBrowserSession(db, ctx, person, 'authenticator') };
    });
  });
  if (attempt.outcome !== 'verified') return attempt;
  if (attempt.value === 'expired') return { outcome: 'expired' };
  const { replaced, cookies } = attempt.value;
  await tellFactorChange(ctx, person, { what: replaced ? 'authenticator_replaced' : 'authenticator_added' });
  return { outcome: 'verified', value: cookies };
}

/** A code of the person's app, each once. Returns the session's cookies. */
export const verifyAuthenticator = (
  ctx: RequestContext,
  person: Person,
  typed: string,
): Promise<FactorOutcome<string[]>> =>
  attemptFactor(ctx, person, async () => {
    const found = await findAuthenticator(person.userId);
    const secret = found && unseal(person.userId, found.secretEncrypted);
    const step = secret ? totpStepOf(secret, typed, ctx.now) : null;
    if (!found || step === null) return null;
    return inTransaction(async (db) => {
      if (!(await claimStep(db, ctx, person.userId, { createdAt: found.createdAt, step }))) return null;
      await recordVerified(db, ctx, person, 'authenticator');
      return strengthenBrowserSession(db, ctx, person, 'authenticator');
    });
  });
