import type { PersonDetails } from '@/lib/accounts/list';
import { nameOfProvider } from '@/lib/login/providers';
import { findIssuerOfAddress } from '@/lib/organizations/issuer';
import { entryOf } from '../../../query';

type Said = { tone: 'success' | 'error'; title: string; sentence: string };

/** What came of what was done to an account. */
const notices: Record<string, Said> = {
  reset: {
    tone: 'success',
    title: 'The second factors are reset',
    sentence:
      'This person is signed out of every browser, signs in without a second factor now, and was told by e-mail.',
  },
  nothing: {
    tone: 'success',
    title: 'There was nothing to reset',
    sentence: 'This person has no second factor and no recovery code. Nothing was changed.',
  },
  own: {
    tone: 'error',
    title: 'These are your own second factors',
    sentence: 'Nothing was changed. Change them on your security page.',
  },
  self: {
    tone: 'error',
    title: 'This is you',
    sentence:
      'Nothing was changed. What is signed in as you is among your own devices; your role another administrator changes.',
  },
  disabled: {
    tone: 'success',
    title: 'The account is disabled',
    sentence:
      'All that was signed in as this person has ended. Nobody signs in as them until it is enabled again.',
  },
  enabled: {
    tone: 'success',
    title: 'The account is enabled again',
    sentence: 'This person can sign in as before.',
  },
  signed_out: {
    tone: 'success',
    title: 'This person is signed out everywhere',
    sentence: 'Every browser and every device has to sign in again. They were told by e-mail.',
  },
  'make-admin': {
    tone: 'success',
    title: 'This person is an administrator now',
    sentence: 'Their browsers were signed out, and they were told by e-mail.',
  },
  'remove-admin': {
    tone: 'success',
    title: 'This person is no administrator any more',
    sentence: 'Their browsers were signed out, and they were told by e-mail.',
  },
  last_admin: {
    tone: 'error',
    title: 'This is the last administrator',
    sentence: 'Nothing was changed: somebody must be left who can sign in and administer this server.',
  },
  unchanged: {
    tone: 'success',
    title: 'Nothing was changed',
    sentence: 'It was so already.',
  },
};

export const findNotice = (code: string | undefined): Said | null => entryOf(notices, code);

/**
 * How somebody gets in: whom an organization's issuer signs in, with that alone; a mailed link opens an account that a
 * provider made only once its mailbox was proved (login/rules.ts).
 */
export async function waysIn({
  email,
  emailVerified,
  providers,
  passkeys,
}: PersonDetails): Promise<string[]> {
  const issuer = await findIssuerOfAddress(email);
  if (issuer) return [`${issuer.name}, and nothing else`];
  return [
    ...(providers.length === 0 || emailVerified ? ['A link sent by e-mail'] : []),
    ...(passkeys.length > 0 ? ['A passkey'] : []),
    ...new Set(providers.map(nameOfProvider)),
  ];
}

/** Is there anything that a reset would take away? */
export const hasFactors = (person: PersonDetails): boolean =>
  person.authenticator !== null || person.passkeys.length > 0 || person.recoveryCodesLeft > 0;

const counted = (count: number, one: string): string => (count === 1 ? `1 ${one}` : `${count} ${one}s`);

/** What a reset takes away. */
export const factorsInWords = ({ authenticator, passkeys, recoveryCodesLeft }: PersonDetails): string[] => [
  ...(authenticator ? ['the authenticator app'] : []),
  ...(passkeys.length > 0 ? [counted(passkeys.length, 'passkey')] : []),
  ...(recoveryCodesLeft > 0 ? [counted(recoveryCodesLeft, 'recovery code')] : []),
];
