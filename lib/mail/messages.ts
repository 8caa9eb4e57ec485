/** Every mail that this server sends, as plain text: it reads the same everywhere and hides no link. */

export type Mail = { to: string; subject: string; text: string };

export const signInLinkMail = (to: string, host: string, link: string): Mail => ({
  to,
  subject: `Sign in to ${host}`,
  text: `Open this link to sign in to ${host} as ${to}:

${link}

It works once, for ten minutes. If you did not ask for it, you can ignore this mail: nobody can sign in without it.
`,
});

/** Why no link was sent; said only to the mailbox's owner, so that the page need not tell who has an account. */
export type RefusedSignIn = 'sign_up_closed' | 'use_provider' | 'disabled';

const refusals: Record<RefusedSignIn, string> = {
  sign_up_closed:
    'This address has no account there, and new ones are by invitation or for certain e-mail domains only. Ask an administrator.',
  use_provider:
    'This address belongs to an account that signs in with GitHub. Choose “Continue with GitHub” on the sign-in page.',
  disabled: 'This account is disabled. Ask an administrator.',
};

export const refusedSignInMail = (to: string, host: string, reason: RefusedSignIn): Mail => ({
  to,
  subject: `About signing in to ${host}`,
  text: `Somebody asked for a link to sign in to ${host} as ${to}.

${refusals[reason]}

If it was not you, you can ignore this mail.
`,
});
