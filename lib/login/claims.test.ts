import { UnsecuredJWT } from 'jose';
import { expect, test } from 'vitest';
import { readClaims } from '@/lib/login/claims';

const idToken = (claims: object) =>
  new UnsecuredJWT({ iss: 'https://issuer.example', sub: '1', ...claims }).encode();

test('issuer and subject together say who it is', () => {
  const [one, other] = [idToken({}), idToken({ iss: 'https://other.example' })].map(
    (token) => readClaims(token).id,
  );
  expect(one).toBe('https://issuer.example 1');
  expect(other).not.toBe(one);
});

test.each([
  ['verified', { email: 'Ann@Example.com', email_verified: true }, {}, 'ann@example.com', true],
  ['verified, as a string', { email: 'a@x.com', email_verified: 'true' }, {}, 'a@x.com', true],
  ['not verified', { email: 'a@x.com', email_verified: false }, {}, 'a@x.com', false],
  ['not verified, as a string', { email: 'a@x.com', email_verified: 'false' }, {}, 'a@x.com', false],
  ['who knows', { email: 'a@x.com' }, {}, 'a@x.com', null],
  ['who knows, as null', { email: 'a@x.com', email_verified: null }, {}, 'a@x.com', null],
  ...[0, 1, 'False', 'no', '', [], {}, { yes: 1 }].map(
    (other) =>
      [
        `not verified, as ${JSON.stringify(other)}`,
        { email: 'a@x.com', email_verified: other },
        {},
        'a@x.com',
        false,
      ] as const,
  ),
  ['of a domain that Microsoft’s tenant owns', { email: 'a@x.com', xms_edov: '1' }, {}, 'a@x.com', true],
  ['told by userinfo', {}, { email: 'a@x.com', email_verified: true }, 'a@x.com', true],
  [
    'the word of one source does not vouch for the address of the other',
    { email: 'a@x.com', email_verified: true },
    { email: 'b@x.com' },
    'b@x.com',
    null,
  ],
  ['no plain address', { email: '"a"@x.com,b@y.com', email_verified: true }, {}, null, true],
  ['no address', {}, {}, null, null],
  ['no text', { email: ['a@x.com'] }, {}, null, null],
] as const)('an address: %s', (_what, token, userinfo, email, verified) => {
  expect(readClaims(idToken(token), userinfo).address).toEqual({ email, verified });
});

test('amr and acr are the id_token’s, not userinfo’s, and nothing of another shape', () => {
  expect(
    readClaims(idToken({ amr: ['otp'], acr: 'gold', auth_time: 60 }), { amr: ['mfa'], acr: 'x' }),
  ).toMatchObject({ amr: ['otp'], acr: 'gold', authenticatedAt: new Date(60_000) });
  expect(readClaims(idToken({ auth_time: 0 })).authenticatedAt).toEqual(new Date(0));
  expect(readClaims(idToken({ auth_time: 1.5 })).authenticatedAt).toEqual(new Date(1_500));
  expect(readClaims(idToken({ amr: 'mfa', acr: ['gold'], auth_time: 'now' }))).toMatchObject({
    amr: [],
    acr: null,
    authenticatedAt: null,
  });
});

test('a name is cut, and a picture is one of the web', () => {
  expect(readClaims(idToken({ name: ` ${'x'.repeat(300)}`, picture: 'data:image/png,x' }))).toMatchObject({
    name: 'x'.repeat(200),
    image: null,
  });
});
