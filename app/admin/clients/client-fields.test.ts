import { describe, expect, test } from 'vitest';
import { presets } from '@/lib/clients/presets';
import { clientProfile, profileFields } from '@/lib/clients/profile';
import {
  clientFields,
  clientFormSections,
  formValues,
  hintOf,
  readClientId,
  readProfile,
  valuesOf,
} from './client-fields';

test('the form has every field of the profile once, with a hint, and no other', () => {
  const asked = clientFormSections.flatMap(({ fields }) => fields);
  expect([...asked].sort()).toEqual([...profileFields].sort());
  expect(Object.keys(clientFields).sort()).toEqual([...profileFields].sort());
  for (const field of profileFields) expect(hintOf(field), field).not.toBe('');
});

test.each(presets.map(({ id, profile }) => [id, { ...profile, name: 'Acme' }] as const))(
  'what %s fills in reads as it was',
  (_id, profile) => {
    expect(readProfile(valuesOf(profile))).toEqual({ profile, errors: null });
  },
);

test('a profile with everything set reads as it was', () => {
  const profile = clientProfile.parse({
    ...{ name: 'Acme', publisher: 'Acme GmbH', firstParty: true, deviceFlow: false, refresh: false },
    ...{ scopes: ['a', 'b'], resources: ['https://a.example', 'urn:x'], dpop: 'required' },
    ...{ activationUri: 'https://acme.example/activate', accessTokenSigningAlg: 'EdDSA' },
  });
  expect(readProfile(valuesOf(profile))).toEqual({ profile, errors: null });
});

describe('what is wrong, beside its field', () => {
  const values = valuesOf({ ...clientProfile.parse({ name: 'Acme' }) });
  test.each([
    ['no name', { name: undefined }, 'name', 'This must not be empty.'],
    ['an empty name', { name: '' }, 'name', 'This must not be empty.'],
    [
      'a name that turns text round',
      { name: 'Ac\u202Eme' },
      'name',
      'This must hold no invisible characters, nor ones that change the direction of text.',
    ],
    [
      'a lifetime that is none',
      { accessTokenLifetimeSeconds: '1 hour' },
      'accessTokenLifetimeSeconds',
      'This must be a whole number.',
    ],
    [
      'one that was emptied',
      { accessTokenLifetimeSeconds: undefined },
      'accessTokenLifetimeSeconds',
      'This must be a whole number.',
    ],
    [
      'one that is too short',
      { accessTokenLifetimeSeconds: '5' },
      'accessTokenLifetimeSeconds',
      'This must be at least 30.',
    ],
    [
      'one that is too long',
      { deviceCodeLifetimeSeconds: '999999999999' },
      'deviceCodeLifetimeSeconds',
      'This must be at most 1800.',
    ],
    ['a scope twice', { scopes: 'a\na' }, 'scopes', 'This must not hold one twice.'],
    [
      'a second scope with a quote',
      { scopes: 'a b"' },
      'scopes',
      'Entry 2 must be one scope, without spaces or quotes.',
    ],
    [
      'a page over http',
      { activationUri: 'http://acme.example' },
      'activationUri',
      'This must be an https:// address.',
    ],
    [
      'a prefix in capitals',
      { tokenPrefix: 'ACME' },
      'tokenPrefix',
      'This must be lower-case letters, digits and single dashes, such as acme.',
    ],
    ['a choice that is none', { dpop: 'perhaps' }, 'dpop', 'This must be one of off, optional, required.'],
  ])('%s', (_what, typed, field, words) => {
    const changed = { ...values, ...typed } as Record<string, string>;
    expect(readProfile(changed).errors).toEqual({ [field]: words });
  });

  test('all of it at once', () => {
    const { errors } = readProfile({ ...values, name: '', tokenPrefix: '-', pollingIntervalSeconds: '0' });
    expect(Object.keys(errors!).sort()).toEqual(['name', 'pollingIntervalSeconds', 'tokenPrefix']);
  });
});

test.each([
  ['acme-cli', true],
  ['acme/deploy', true],
  [' acme ', true],
  ['', false],
  ['a b', false],
  ['a"b', false],
  ['ä', false],
  ['new', false],
  ['..', false],
  ['x'.repeat(101), false],
])('the client id %j: %s', (text, isTaken) => {
  expect('id' in readClientId(text)).toBe(isTaken);
});

test('what does not belong to the form is not kept', () => {
  expect(formValues({ name: 'Acme', client_secret: 'x', __proto__x: 'y', preset: 'service' })).toEqual({
    name: 'Acme',
    preset: 'service',
  });
});
