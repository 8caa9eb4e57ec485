type Problem = { title: string; next: string };

/**
 * Why signing in did not work, by the `?error=` that our routes and Auth.js send back, and what to do next. `name` is
 * what people call the provider, where there is one.
 */
const problems: Record<string, (name: string) => Problem> = {
  sign_up_closed: () => ({
    title: 'New accounts are by invitation',
    next: 'Nobody with this address has an account here. Ask an administrator to invite you.',
  }),
  use_provider: () => ({
    title: 'This account signs in another way',
    next: 'Choose the button below with which you signed in the first time.',
  }),
  use_issuer: () => ({
    title: 'Your organization signs you in',
    next: 'People with an address like yours sign in there, and in no other way. Use the first button below.',
  }),
  foreign_domain: (name) => ({
    title: `${name} cannot sign this address in`,
    next: 'It speaks for the addresses of its own organization alone. Use the account that you have there, or your e-mail below.',
  }),
  unverified_email: (name) => ({
    title: `Your e-mail address is not confirmed at ${name}`,
    next: 'Confirm it there, then try again, or use your e-mail below.',
  }),
  disabled: () => ({
    title: 'This account is disabled',
    next: 'Ask an administrator to enable it again.',
  }),
  no_email: (name) => ({
    title: `Your ${name} account has no confirmed e-mail address`,
    next: 'Confirm one in your settings there, then try again, or use your e-mail below.',
  }),
  no_provider: () => ({
    title: 'This way to sign in is not offered any more',
    next: 'Choose another one below.',
  }),
  unreachable: (name) => ({
    title: `${name} did not answer`,
    next: 'Try again in a minute. If it happens again, tell whoever runs this server.',
  }),
  not_again: () => ({
    title: 'That sign-in is too old for this',
    next: 'Whoever signed you in says that you proved who you are some time ago. Choose a way below to do it now. If you come back here without being asked, sign out there first.',
  }),
  passkey: () => ({
    title: 'That passkey did not sign you in',
    next: 'It took more than five minutes, or it is on no account here any more. Try again, or use another way.',
  }),
  passkey_off: () => ({
    title: 'Passkeys sign nobody in here',
    next: 'Whoever runs this server offers other ways. Choose one below; your passkey is asked for after it.',
  }),
  no_links: () => ({
    title: 'This server sends no sign-in links',
    next: 'Whoever runs it offers other ways. Choose one below.',
  }),
  passkey_limited: () => ({
    title: 'Too many wrong tries',
    next: 'Nothing more is tried for now. Wait a quarter of an hour, then try again; after 50 wrong tries in a day, until tomorrow.',
  }),
  OAuthAccountNotLinked: (name) => ({
    title: 'This address signs in another way',
    next: `An account with your e-mail address exists already, and it was not made with ${name}. Sign in the way you did the first time, such as with an e-mailed link.`,
  }),
  Verification: () => ({
    title: 'This sign-in link does not work any more',
    next: 'A link works once, for ten minutes. Ask for a new one below.',
  }),
  AccessDenied: (name) => ({
    title: 'You were not signed in',
    next: `You or ${name} said no, or this account may not sign in here. Try again, or use another account.`,
  }),
  OAuthCallbackError: (name) => ({
    title: `${name} did not sign you in`,
    next: 'You may have pressed Cancel there. Try again, or use your e-mail.',
  }),
  Configuration: () => ({
    title: 'Signing in did not work',
    next: 'It took too long, or something is wrong on our side. Try again. If it happens again, tell whoever runs this server.',
  }),
  mail_failed: () => ({
    title: 'The mail could not be sent',
    next: 'Nothing is wrong with what you typed. Try again in a minute.',
  }),
  too_many: () => ({
    title: 'Too many mails were asked for',
    next: 'Use the newest link in your mailbox, or wait fifteen minutes and try again.',
  }),
};

export const invalidAddress = 'Enter one e-mail address, such as ada@example.com.';

/** `provider` is the name of the one that was tried, or null. */
export function findProblem(code: string | undefined, provider: string | null): Problem | null {
  if (code === undefined || code === 'invalid_email') return null;
  const problem = (Object.hasOwn(problems, code) && problems[code]) || problems.Configuration!;
  const { title, next } = problem(provider ?? 'single sign-on');
  return { title: title.charAt(0).toUpperCase() + title.slice(1), next };
}
