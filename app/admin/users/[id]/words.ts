import type { PersonDetails } from '@/lib/accounts/list';
import { nameOfProvider } from '@/lib/login/providers';
import { findIssuerOfAddress } from '@/lib/organizations/issuer';
import { entryOf } from '../../../query';

type Said = { tone: 'success' | 'error'; title: string; sentence: string };

/** What resetting somebody's factors came to. */
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
