import nodemailer from 'nodemailer';
import { env } from '@/lib/env';
import { logger } from '@/lib/log';
import { keepMail } from '@/lib/mail/mailbox';
import type { Mail } from '@/lib/mail/messages';
import { onePerProcess } from '@/lib/process';

/** The sender of this process: SMTP, or without EMAIL_SERVER the local mailbox. */
const transport = () =>
  onePerProcess('mail-transport', () => {
    const smtp = env().email;
    return smtp
      ? nodemailer.createTransport(
          { url: smtp.server, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 },
          { from: smtp.from, disableFileAccess: true, disableUrlAccess: true },
        )
      : null;
  });

/** Is there a local mailbox instead of SMTP? */
export const hasLocalMailbox = (): boolean => env().email === undefined;

/** A mail that could not be delivered. Logged where it happened; it carries no cause, so that nobody takes it for another fault. */
export class MailError extends Error {
  override name = 'MailError';
}

/** Deliver one mail. Throws {@link MailError}. */
export async function sendMail(mail: Mail, now: Date): Promise<void> {
  try {
    await deliver(mail, now);
  } catch (error) {
    logger().warn({ err: error }, 'a mail could not be sent');
    throw new MailError('the mail could not be sent');
  }
}

/** Tell of what has happened already: a mail that cannot be sent is logged, and undoes nothing. Returns whether it was sent. */
export const tellByMail = (mail: Mail, now: Date): Promise<boolean> =>
  sendMail(mail, now).then(
    () => true,
    () => false,
  );

async function deliver(mail: Mail, now: Date): Promise<void> {
  const smtp = transport();
  if (smtp) {
    // The address as an object is taken as it is, not parsed again.
    await smtp.sendMail({ to: { name: '', address: mail.to }, subject: mail.subject, text: mail.text });
    return;
  }
  await keepMail(mail, now);
  process.stdout.write(
    `\n  Mail for ${mail.to}: ${mail.subject}\n${linksOf(mail.text)}  All mails: ${env().publicUrl}/mailbox\n\n`,
  );
}

const linksOf = (text: string): string =>
  (text.match(/https?:\/\/\S+/g) ?? []).map((link) => `  ${link}\n`).join('');

/** At start: can the SMTP server be reached, and does it know us? Rejects with the reason. */
export async function verifyMailServer(): Promise<void> {
  await transport()?.verify();
}
