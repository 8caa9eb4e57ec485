import type { Mail } from '@/lib/mail/messages';
import type { FactorChange } from '@/lib/mfa/tell';

/** What tells a person of what happens to their account. Nothing in it lets anybody in. */

/** When and where it happened, in words; and the link to say that it was not them. */
export type Occasion = { host: string; at: Date; browser: string; ip: string | null; notMe: string };

const times = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

const when = ({ at }: Occasion): string => `When: ${times.format(at)} UTC`;

export const whenAndWhere = (occasion: Occasion): string =>
  `${when(occasion)}
Where: ${occasion.browser}, from ${occasion.ip ?? 'an unknown network address'}`;

export const notMe = (
  { notMe }: Occasion,
  andThen = '',
): string => `If this was not you, sign out everywhere${andThen}:

${notMe}

The link works for seven days. It asks first, then ends everything that is signed in as you.
`;

export const newSignInMail = (to: string, occasion: Occasion): Mail => ({
  to,
  subject: `New sign-in to ${occasion.host}`,
  text: `Somebody signed in to ${occasion.host} as ${to}, with a browser that was not used for that before. Where your account has a second factor, they are asked for it next.

${whenAndWhere(occasion)}

If this was you, there is nothing to do.

${notMe(occasion)}`,
});

const leftInWords = (left: number): string => {
  if (left === 0) return 'None is left. Make new ones on your security page.';
  return left === 1 ? 'One is left. Make new ones on your security page.' : `${left} are left.`;
};

/** What changed, for the subject, and what that means. */
function wordsOf(change: FactorChange): [what: string, meaning: string] {
  switch (change.what) {
    case 'authenticator_added':
      return ['An authenticator app was added', 'Its codes are a second factor of your account now.'];
    case 'authenticator_replaced':
      return ['The authenticator app was replaced', 'Codes of the one before do not work any more.'];
    case 'authenticator_removed':
      return ['The authenticator app was removed', 'Its codes do not work any more.'];
    case 'passkey_added':
      return ['A passkey was added', `It is called “${change.name}”, and signs in as you.`];
    case 'passkey_renamed':
      return ['A passkey was renamed', `It is called “${change.name}” now.`];
    case 'passkey_removed':
      return ['A passkey was removed', `It was called “${change.name}”, and does not work any more.`];
    case 'recovery_codes_renewed':
      return ['New recovery codes were made', 'Older ones do not work any more.'];
    case 'recovery_code_used':
      return ['A recovery code was used', leftInWords(change.left)];
    case 'too_many_failures':
      return [
        'Too many wrong second factors',
        'Somebody who got past the first step of signing in has tried second factors until no more were allowed. They did not get in. Nothing more is tried for now: wait a quarter of an hour before you sign in.',
      ];
    case 'factors_reset':
      return [
        'An administrator removed your second factors',
        'Your passkeys, your authenticator app, your recovery codes and your API keys do not work any more. Sign in as you did before you had them, and set up new ones on your security page.',
      ];
  }
}

export function factorChangeMail(to: string, change: FactorChange, occasion: Occasion): Mail {
  const [what, meaning] = wordsOf(change);
  // An administrator's browser is nothing to the person.
  const byAdmin = change.what === 'factors_reset';
  const asWanted = byAdmin
    ? 'If you asked for it, set up a new second factor now. If you did not, tell an administrator: until then your mailbox alone, or your provider, lets in.'
    : 'If this was you, there is nothing more to do.';
  return {
    to,
    subject: `${what}: ${occasion.host}`,
    text: `${what}. This is about your account ${to} at ${occasion.host}.

${meaning}

${byAdmin ? when(occasion) : whenAndWhere(occasion)}

${asWanted}

${notMe(occasion)}`,
  };
}
