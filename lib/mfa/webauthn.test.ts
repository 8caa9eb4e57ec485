import { verifyRegistrationResponse } from '@simplewebauthn/server';
import { expect, test, vi } from 'vitest';
import { newChallenge } from '@/lib/mfa/challenge';
import { passkeysAvailable } from '@/lib/mfa/relying-party-id';
import { verifyRegistration } from '@/lib/mfa/webauthn';
import { setTestEnv } from '@/lib/testing/env';
import { contextAt, start } from '@/lib/testing/factories';
import { createAuthenticator } from '@/lib/testing/passkey';

vi.mock('@simplewebauthn/server', async (original) => {
  const library = await original<typeof import('@simplewebauthn/server')>();
  return { ...library, verifyRegistrationResponse: vi.fn(library.verifyRegistrationResponse) };
});

test.each(['packed', 'apple', 'android-key', 'android-safetynet', 'tpm', 'fido-u2f'])(
  'certificates of a %s attestation are not even looked at: a check fetches from where they say',
  async (fmt) => {
    setTestEnv();
    const made = { kind: 'registration', holder: 'session' } as const;
    const challenge = Buffer.from(newChallenge(contextAt(start), made)).toString('base64url');
    const create = (wrong = {}) =>
      createAuthenticator().create({ challenge, rp: { id: 'localhost' }, user: { id: 'AAAA' } }, wrong);
    vi.mocked(verifyRegistrationResponse).mockClear();
    const attestation = { fmt, x5c: [Buffer.from('a certificate')] };
    expect(await verifyRegistration(contextAt(start), made, create({ attestation }))).toBeNull();
    expect(verifyRegistrationResponse).not.toHaveBeenCalled();
    expect(await verifyRegistration(contextAt(start), made, create())).toMatchObject({ challenge });
  },
);

test.each([
  ['http://localhost:3000', true],
  ['https://login.example.com', true],
  ['http://127.0.0.1:3000', false],
  ['http://[::1]:3000', false],
  ['https://192.0.2.7', false],
])('at %s passkeys are offered: %s', (PUBLIC_URL, offered) => {
  const mail = { EMAIL_SERVER: 'smtp://localhost', EMAIL_FROM: 'a@example.com' };
  setTestEnv({ PUBLIC_URL, ...mail });
  expect(passkeysAvailable()).toBe(offered);
});
