import type { Mail } from '@/lib/mail/messages';

const times = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

export const accountDeletedMail = (to: string, host: string, at: Date): Mail => ({
  to,
  subject: `Your account at ${host} is deleted`,
  text: `Your account ${to} at ${host} was deleted on ${times.format(at)} UTC, as asked for in a browser that was signed in as you.

Everything that was signed in as you is signed out, and your devices, passkeys, API keys and memberships are gone. It cannot be undone.

If this was not you, tell an administrator of ${host}, and look after your mailbox: somebody could sign in as you.
`,
});
