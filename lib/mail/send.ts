import nodemailer from 'nodemailer';
import { env } from '@/lib/env';
import { keepMail } from '@/lib/mail/mailbox';
import type { Mail } from '@/lib/mail/messages';
import { onePerProcess } from '@/lib/process';

/** The sender of this process: SMTP, or without EMAIL_SERVER the local mailbox. */
const transport = () =>
  onePerProcess('mail-transport', () => {
    const smtp = env().email;
    return smtp
      ? nodemailer.createTransport(smtp.server, {
          from: smtp.from,
          disableFileAccess: true,
          disableUrlAccess: true,
        })
      : null;
  });

/** Is there a local mailbox instead of SMTP? */
export const hasLocalMailbox = (): boolean => env().email === undefined;

/** Deliver one mail. Rejects when SMTP refuses it. */
export async function sendMail(mail: Mail, now: Date): Promise<void> {
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
