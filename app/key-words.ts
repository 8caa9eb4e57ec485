import { type ExpiryChoice, expiryChoices, expiryOf, mostLiveKeys } from '@/lib/api-keys/rules';
import { type ApiKeyScope, aboutScopes } from '@/lib/api-keys/scopes';

/** What the pages say about API keys, a person's and an organization's alike. */

export const scopesInWords = (scopes: readonly ApiKeyScope[]) =>
  scopes.map((scope) => ({ scope, about: capitalized(aboutScopes[scope]) }));

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

export const expiriesInWords = (now: Date) =>
  expiryChoices.map((value: ExpiryChoice) => {
    const at = expiryOf(value, now);
    return at
      ? { value, label: `In ${value} days`, about: `On ${day.format(at)}` }
      : {
          value,
          label: 'Never',
          about: 'It counts until somebody revokes it. Choose this only if you must.',
        };
  });

export const keyErrors = (code: string | undefined) => ({
  name: code === 'name' ? 'Type a name of 1 to 60 letters, without invisible characters.' : null,
  scopes:
    code === 'scopes'
      ? 'Choose at least one thing that it may do. The list shows all that you can give.'
      : null,
});

export const tooManyKeys = {
  tone: 'error' as const,
  title: `There are ${mostLiveKeys} keys that count already`,
  sentence: 'No key was made. Revoke one that is not used any more, then try again.',
};
