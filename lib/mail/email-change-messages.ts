import type { Mail } from '@/lib/mail/messages';
import { notMe, type Occasion, whenAndWhere } from '@/lib/mail/security-messages';

export const confirmAddressMail = (to: string, host: string, link: string): Mail => ({
  to,
  subject: `Use this address at ${host}`,
  text: `Somebody wants ${to} to be the address of their account at ${host}. If that is you, open this link in the browser in which you are signed in:

${link}

It works once, for thirty minutes. If you did not ask for it, you can ignore this mail: nothing changes without the link.
`,
});

/** The page says the same in both cases; that there is another account is said to its mailbox's owner alone. */
export const addressTakenMail = (to: string, host: string): Mail => ({
  to,
  subject: `About your address at ${host}`,
  text: `Somebody with another account at ${host} asked to use ${to} for it. This address has an account of its own there, so nothing was changed.

If it was you, sign in with this address, or choose another one for the other account. If it was not, you can ignore this mail.
`,
});

/** To the address of before: whoever took the account over cannot keep this from its owner. */
export const addressChangedMail = (to: string, changedTo: string, occasion: Occasion): Mail => ({
  to,
  subject: `Your address at ${occasion.host} was changed`,
  text: `Your account at ${occasion.host} has another e-mail address now: ${changedTo}. Sign-in links and news about its security go there, and no more to ${to}.

${whenAndWhere(occasion)}

If this was you, there is nothing to do.

${notMe(occasion, ', then ask an administrator to give you your account back')}`,
});

export const addressInUseMail = (to: string, host: string): Mail => ({
  to,
  subject: `This is your address at ${host} now`,
  text: `${to} is the address of your account at ${host} now. Sign-in links and news about its security come here.
`,
});
