import { expect, test } from 'vitest';
import type { ClientDetails } from '@/lib/clients/list';
import { clientProfile, profileFields } from '@/lib/clients/profile';
import { durationInWords } from './duration';
import { sectionsOf } from './sections';

const client: ClientDetails = {
  ...clientProfile.parse({ name: 'Acme CLI' }),
  id: 'acme',
  isConfidential: false,
  managedByFile: false,
  disabledAt: null,
  liveSecrets: 0,
  liveSessions: 0,
  createdAt: new Date('2026-01-01T12:00:00Z'),
  logo: null,
};

const others: Partial<Record<string, unknown>> = {
  publisher: 'Acme',
  scopes: ['a'],
  resources: ['https://api.example.com'],
  activationUri: 'https://acme.example/activate',
  accessTokenFormat: 'jwt',
  accessTokenSigningAlg: 'EdDSA',
  signedResponseAlg: 'EdDSA',
  tokenPrefix: 'acme',
  dpop: 'required',
};
const other = (value: unknown) => (typeof value === 'boolean' ? !value : Number(value) + 1);

test.each(profileFields.filter((field) => field !== 'name'))(
  '%s shows: another value reads otherwise',
  (field) => {
    const changed = { ...client, [field]: others[field] ?? other(client[field]) } as ClientDetails;
    expect(sectionsOf(changed)).not.toEqual(sectionsOf(client));
  },
);

test('how many secrets are in use, and how many devices are signed in', () => {
  const said = JSON.stringify(
    sectionsOf({ ...client, isConfidential: true, liveSecrets: 2, liveSessions: 7 }),
  );
  expect(said).toContain('2 secrets in use');
  expect(said).toContain('"7"');
});

test.each([
  [3_600, '1 hour'],
  [5_400, '1 hour 30 minutes'],
  [90 * 86_400, '90 days'],
  [600, '10 minutes'],
  [5, '5 seconds'],
  [86_461, '1 day 1 minute 1 second'],
])('%i seconds are %s', (seconds, words) => expect(durationInWords(seconds)).toBe(words));
