import type { Changes } from '@/lib/audit/changes';
import { env } from '@/lib/env';
import { configuredProviders } from '@/lib/login/providers';
import type { SignInMethod } from '@/lib/settings/schema';

const fieldNames: Record<string, string> = {
  name: 'Name',
  accentLight: 'Colour on light pages',
  accentDark: 'Colour on dark pages',
  logo: 'Logo',
  off: 'Switched off',
  adminSecondFactor: 'Second factor of administrators',
  sessionsKeptDays: 'Days that ended sessions are kept',
};

const valueInWords = (value: unknown): string => {
  if (Array.isArray(value)) return value.length > 0 ? value.map(nameOfMethod).join(', ') : 'nothing';
  if (value === null) return 'none';
  return String(value).length === 64 ? 'a picture' : String(value);
};

/** What somebody else saved, a line each. */
export const changesInWords = (changes: Changes): string[] =>
  Object.entries(changes).map(
    ([field, { from, to }]) =>
      `${fieldNames[field] ?? field}: ${valueInWords(from)} became ${valueInWords(to)}.`,
  );

type Said = { tone: 'success' | 'error' | 'warning'; title: string; lines: string[] };

/** What is said above the form that was sent. */
export function sayAbout(
  { notice, error }: { notice: string | undefined; error: string | undefined },
  meanwhile: Changes | null,
  isTyped: boolean,
): Said | null {
  if (error === 'conflict')
    return {
      tone: 'error',
      title: 'Somebody saved these settings after you had opened them.',
      lines: [
        ...changesInWords(meanwhile ?? {}),
        'Nothing of yours was saved. What you typed is still below: save again to have it so.',
      ],
    };
  if (error === 'none_left')
    return {
      tone: 'error',
      title: 'Leave at least one on.',
      lines: ['Nobody could sign in. Nothing was changed.'],
    };
  if (error === 'no_admin_left')
    return {
      tone: 'error',
      title: 'No administrator could sign in any more.',
      lines: [
        'Leave one on that an administrator has used, or set one up for yourself first. Nothing was changed.',
      ],
    };
  if (notice === 'changed')
    return { tone: 'success', title: 'Saved.', lines: ['It counts on every node within a second.'] };
  if (notice === 'unchanged')
    return { tone: 'success', title: 'Nothing to change.', lines: ['It was so already.'] };
  if (isTyped)
    return {
      tone: 'warning',
      title: 'Not saved yet.',
      lines: [error ? 'Correct what is marked below, then save again.' : 'Press Save to go on.'],
    };
  return null;
}

const nameOfMethod = (id: unknown): string => describeMethod(id as SignInMethod).name;

/** A way to sign in, in words. */
export function describeMethod(id: SignInMethod): { name: string; about: string } {
  switch (id) {
    case 'email':
      return { name: 'E-mailed links', about: 'A link to the mailbox, which works once.' };
    case 'passkey':
      return {
        name: 'Passkeys',
        about: 'Instead of everything else. Switched off, they stay a second factor.',
      };
    case 'github':
    case 'google':
    case 'microsoft-entra-id':
    case 'oidc': {
      const configured = configuredProviders().find((one) => one.id === id);
      return {
        name: configured?.name ?? fallback[id],
        about: 'An account there that is linked with one here.',
      };
    }
  }
}

const fallback = {
  github: 'GitHub',
  google: 'Google',
  'microsoft-entra-id': 'Microsoft',
  oidc: 'An OpenID Connect issuer',
};

/** What would have to be set for a way that is not offered. */
export const variablesOf: Record<SignInMethod, string> = {
  email: 'EMAIL_SERVER and EMAIL_FROM',
  github: 'AUTH_GITHUB_ID and AUTH_GITHUB_SECRET',
  google: 'AUTH_GOOGLE_ID and AUTH_GOOGLE_SECRET',
  'microsoft-entra-id': 'AUTH_MICROSOFT_ENTRA_ID_ID and AUTH_MICROSOFT_ENTRA_ID_SECRET',
  oidc: 'AUTH_OIDC_ISSUER, AUTH_OIDC_ID and AUTH_OIDC_SECRET',
  passkey: 'PUBLIC_URL with a domain in the place of an address',
};

/** Who may sign in for the first time. */
export function signUpInWords(): { value: string; about: string } {
  const { signUp } = env();
  if (signUp === 'open') return { value: 'open', about: 'Anybody gets an account with their first sign-in.' };
  if (signUp === 'invited')
    return { value: 'invited', about: 'Only people who were invited get an account.' };
  return { value: signUp.join(', '), about: 'Only people with an address of these domains get an account.' };
}
