import { entryOf } from '@/app/query';

/** Why an address was not taken, by the `?error=` of our routes, and what to do next. */
const problems: Record<string, { title: string; next: string }> = {
  same: { title: 'This is your e-mail already', next: 'Enter the address that you want instead.' },
  domain: {
    title: 'This address cannot be used here',
    next: 'Accounts here are for certain e-mail domains only. Enter another address, or ask an administrator.',
  },
  fixed: {
    title: 'Your organization decides your e-mail',
    next: 'Have it changed there. It follows when you sign in.',
  },
  taken: {
    title: 'Another account has this address now',
    next: 'Your e-mail was not changed. Enter another address, or sign in with that one.',
  },
  gone: {
    title: 'The link does not work any more',
    next: 'A link works once, for thirty minutes. Your e-mail was not changed. Ask for a new link below.',
  },
  mail_failed: {
    title: 'The mail could not be sent',
    next: 'Nothing is wrong with what you typed. Try again in a minute.',
  },
  too_many: {
    title: 'Too many mails were asked for',
    next: 'Use the newest link in that mailbox, or wait fifteen minutes and try again.',
  },
};

export const findProblem = (code: string | undefined) => entryOf(problems, code);
