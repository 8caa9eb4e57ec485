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

const refusals: Record<RefusedSignIn, string | ((providers: string[]) => string)> = {
  sign_up_closed:
    'This address has no account there, and new ones are by invitation or for certain e-mail domains only. Ask an administrator.',
  use_provider: (names) =>
    names.length > 0
      ? `This address belongs to an account that signs in with ${names.join(' or ')}. Choose ${names.map((name) => `“Continue with ${name}”`).join(' or ')} on the sign-in page.`
      : 'This address belongs to an account that signs in in a way that is not offered there any more. Ask an administrator.',
  disabled: 'This account is disabled. Ask an administrator.',
};

const refusalOf = (reason: RefusedSignIn, providers: string[]): string => {
  const text = refusals[reason];
  return typeof text === 'string' ? text : text(providers);
};

/** `providers`: the names of those with which the account signs in, of those that are offered. */
export const refusedSignInMail = (
  to: string,
  host: string,
  reason: RefusedSignIn,
  providers: string[],
): Mail => ({
  to,
  subject: `About signing in to ${host}`,
  text: `Somebody asked for a link to sign in to ${host} as ${to}.

${refusalOf(reason, providers)}

If it was not you, you can ignore this mail.
`,
});
