/** Why signing in did not work, by the `?error=` that our routes and Auth.js send back, and what to do next. */
const problems: Record<string, { title: string; next: string }> = {
  sign_up_closed: {
    title: 'New accounts are by invitation',
    next: 'Nobody with this address has an account here. Ask an administrator to invite you.',
  },
  use_provider: {
    title: 'This account signs in with GitHub',
    next: 'Choose “Continue with GitHub” below.',
  },
  disabled: { title: 'This account is disabled', next: 'Ask an administrator to enable it again.' },
  passkey: {
    title: 'That passkey did not sign you in',
    next: 'It took more than five minutes, or it is on no account here any more. Try again, or use another way.',
  },
  passkey_limited: {
    title: 'Too many wrong tries',
    next: 'Nothing more is tried for now. Wait a quarter of an hour, then try again.',
  },
  no_email: {
    title: 'Your GitHub account has no confirmed e-mail address',
    next: 'Confirm one in your GitHub settings, then try again, or use your e-mail below.',
  },
  OAuthAccountNotLinked: {
    title: 'This address signs in another way',
    next: 'An account with your e-mail address exists already. Sign in the way you did the first time, such as with an e-mailed link.',
  },
  Verification: {
    title: 'This sign-in link does not work any more',
    next: 'A link works once, for ten minutes. Ask for a new one below.',
  },
  AccessDenied: {
    title: 'You were not signed in',
    next: 'You or GitHub said no, or this account may not sign in here. Try again, or use another account.',
  },
  OAuthCallbackError: {
    title: 'GitHub did not sign you in',
    next: 'You may have pressed Cancel there. Try again, or use your e-mail.',
  },
  Configuration: {
    title: 'Signing in did not work',
    next: 'It took too long, or something is wrong on our side. Try again. If it happens again, tell whoever runs this server.',
  },
  mail_failed: {
    title: 'The mail could not be sent',
    next: 'Nothing is wrong with what you typed. Try again in a minute.',
  },
  too_many: {
    title: 'Too many mails were asked for',
    next: 'Use the newest link in your mailbox, or wait fifteen minutes and try again.',
  },
};

export const invalidAddress = 'Enter one e-mail address, such as ada@example.com.';

export const findProblem = (code: string | undefined) =>
  code === undefined || code === 'invalid_email'
    ? null
    : (Object.hasOwn(problems, code) && problems[code]) || problems.Configuration!;
