import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { randomSecret, sha256 } from '@/lib/crypto';
import { inTransaction } from '@/lib/db/transaction';
import { env } from '@/lib/env';
import type { Person } from '@/lib/login/browser-session';
import {
  claimEmailChange,
  dropEmailChanges,
  findEmailChange,
  isAddressTaken,
  isConflict,
  replaceEmailChange,
  setAddress,
} from '@/lib/login/email-store';
import { occasionOf } from '@/lib/login/occasion';
import { decideEmailChange, type RefusedEmailChange } from '@/lib/login/rules';
import { domainOf } from '@/lib/mail/address';
import {
  addressChangedMail,
  addressInUseMail,
  addressTakenMail,
  confirmAddressMail,
} from '@/lib/mail/email-change-messages';
import { sendMail, tellByMail } from '@/lib/mail/send';
import { findIssuerOfAddress } from '@/lib/organizations/issuer';
import { limitMails } from '@/lib/rate-limit/mails';
import { siteName } from '@/lib/settings/branding';

const lifetimeSeconds = 1_800;
const isOfIssuer = async (email: string): Promise<boolean> => (await findIssuerOfAddress(email)) !== null;

/**
 * May this person have an address of their own choice? Not where their organization's issuer says what it is. The one
 * place that knows: asked by the pages and by both verbs below.
 */
export const mayChangeEmail = async ({ email }: { email: string }): Promise<boolean> =>
  !(await isOfIssuer(email));

const decide = async (person: Person, wanted: string) =>
  decideEmailChange(
    {
      present: person.email,
      isFixed: !(await mayChangeEmail(person)),
      isOfIssuer: await isOfIssuer(wanted),
    },
    env().signUp,
    wanted,
  );

/**
 * Mail a link to the address that a person wants. That it belongs to another account is said in the mail alone. Throws
 * 429 and MailError.
 */
export async function requestEmailChange(
  ctx: RequestContext,
  person: Person,
  wanted: string,
): Promise<'sent' | RefusedEmailChange> {
  const decision = await decide(person, wanted);
  if (decision !== 'allowed') return decision;
  await limitMails(ctx, wanted);
  if (await isAddressTaken(wanted)) {
    await sendMail(addressTakenMail(wanted, siteName()), ctx.now);
    return 'sent';
  }
  const token = randomSecret().toString('base64url');
  const expiresAt = new Date(ctx.now.getTime() + lifetimeSeconds * 1000);
  const change = { tokenHash: sha256(token), userId: person.userId, email: wanted, expiresAt };
  await inTransaction((db) => replaceEmailChange(db, change));
  const link = `${env().publicUrl}/account/security/email/confirm?token=${token}`;
  await sendMail(confirmAddressMail(wanted, siteName(), link), ctx.now);
  return 'sent';
}

/** The address that this person's link is about; null when it is used, expired, or of somebody else. Reads only. */
export const findWantedAddress = async (
  ctx: RequestContext,
  person: Person,
  token: string,
): Promise<string | null> => (await findEmailChange(ctx.now, person.userId, sha256(token)))?.email ?? null;

export type EmailChangeOutcome = 'changed' | 'gone' | 'taken' | RefusedEmailChange;

/** Use the link up, and the address with it. Sessions go on; both addresses are told. */
export async function confirmEmailChange(
  ctx: RequestContext,
  person: Person,
  token: string,
): Promise<EmailChangeOutcome> {
  const wanted = await findWantedAddress(ctx, person, token);
  if (!wanted) return 'gone';
  const decision = await decide(person, wanted);
  if (decision !== 'allowed') return decision;
  try {
    const before = await claimAddress(ctx, person.userId, token);
    if (before === null) return 'gone';
    await tellByMail(addressChangedMail(before, wanted, occasionOf(ctx, person.userId)), ctx.now);
    await tellByMail(addressInUseMail(wanted, siteName()), ctx.now);
    return 'changed';
  } catch (error) {
    if (isConflict(error)) return 'taken';
    throw error;
  }
}

/** Returns the address of before; null when somebody was faster. */
const claimAddress = (ctx: RequestContext, userId: string, token: string): Promise<string | null> =>
  inTransaction(async (db) => {
    const email = await claimEmailChange(db, ctx.now, userId, sha256(token));
    if (email === null) return null;
    const before = await setAddress(db, ctx.now, userId, email);
    await dropEmailChanges(db, userId);
    await recordAudit(db, ctx, {
      action: 'person.email_changed',
      userId,
      target: { type: 'user', id: userId },
      // An address would stay in the log when its person is long gone.
      detail: { domain: { from: domainOf(before), to: domainOf(email) } },
    });
    return before;
  });
