import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { actingAs, findPerson, type Person } from '@/lib/login/browser-session';
import { signInWithPasskey, startPasskeySignIn } from '@/lib/login/passkey-sign-in';
import { addPasskey } from '@/lib/mfa/add-passkey';
import { registrationOptions, secondFactorOptions } from '@/lib/mfa/relying-party';
import { resetFactors } from '@/lib/mfa/reset-factors';
import { verifyPasskey } from '@/lib/mfa/use-passkey';
import { limits } from '@/lib/rate-limit/limits';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, createSignedInPerson, later, start } from '@/lib/testing/factories';
import { createAuthenticator, type Wrong } from '@/lib/testing/passkey';

withDatabase();

const browser = 'what marks this browser';
const ctx = contextAt(start);
let person: Person;
let device: ReturnType<typeof createAuthenticator>;
beforeEach(enrol);

/** Somebody new, who has a passkey and is signed in nowhere. */
async function enrol() {
  person = await createSignedInPerson();
  device = createAuthenticator();
  const own = actingAs(ctx, person);
  const response = device.create(await registrationOptions(own, person));
  await addPasskey(own, person, { response, name: 'Laptop' });
  await prisma().browserSession.deleteMany({ where: { userId: person.userId } });
}

const ask = async () => {
  const { challenge, rpId } = await startPasskeySignIn(ctx, browser);
  return { challenge, rpId: rpId! };
};
const signIn = async (wrong: Wrong = {}, from = device) =>
  signInWithPasskey(ctx, browser, from.get(await ask(), wrong));
const outcomeOf = async (wrong: Wrong = {}, from = device) => (await signIn(wrong, from)).outcome;
const sessions = () => prisma().browserSession.findMany({ where: { userId: person.userId } });

describe('signing in with a passkey', () => {
  test('names nobody beforehand, and starts a session with both factors in it', async () => {
    expect((await startPasskeySignIn(ctx, browser)).allowCredentials).toBeUndefined();
    const result = await signIn();
    if (result.outcome !== 'signed_in') throw new Error(result.outcome);
    const cookie = result.cookie.split(';')[0]!;
    expect(await findPerson(contextAt(later(1)), new Headers({ cookie }))).toMatchObject({
      userId: person.userId,
      amr: ['hwk', 'user', 'mfa'],
      authenticatedAt: start,
      signedInAt: start,
      secondFactorAt: start,
    });
    const [session] = await sessions();
    expect(session).toMatchObject({
      ip: '198.51.100.7',
      userAgent: 'acme/1.0 (linux)',
      expires: later(14 * 86_400),
    });
    expect(cookie).not.toContain(session!.sessionToken);
    const audited = await prisma().auditEvent.findMany({
      where: { action: 'person.signed_in', userId: person.userId },
    });
    expect(audited).toMatchObject([
      { detail: { method: 'passkey', browser: 'an unknown program on Linux' } },
    ]);
  });

  test.each<[string, Wrong]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['another relying party', { rpId: 'evil.example' }],
    ['an unverified person', { userVerified: false }],
    ['no user handle', { userHandle: null }],
    ['another’s user handle', { userHandle: Buffer.alloc(16).toString('base64url') }],
    ['a counter that went back', { counter: 1 }],
    ['a signature of something else', { signed: 'x' }],
  ])('%s: nobody is signed in', async (_what, wrong) => {
    expect(await outcomeOf(wrong)).toBe('wrong');
    expect(await sessions()).toEqual([]);
  });

  test('an answer made in another browser, for a second factor, or too late is refused', async () => {
    const asked = await ask();
    expect((await signInWithPasskey(ctx, 'another browser', device.get(asked))).outcome).toBe('wrong');
    expect((await signInWithPasskey(contextAt(later(300)), browser, device.get(asked))).outcome).toBe(
      'wrong',
    );
    const { challenge } = await secondFactorOptions(ctx, { ...person, browserSessionId: browser });
    expect((await signInWithPasskey(ctx, browser, device.get({ ...asked, challenge }))).outcome).toBe(
      'wrong',
    );
    const second = await verifyPasskey(ctx, person, device.get(asked));
    expect(second.outcome).toBe('wrong');
    expect(await sessions()).toEqual([]);
  });

  test('50 uses of one answer at once: one session', async () => {
    const answer = device.get(await ask());
    const tries = Array.from({ length: 50 }, () => signInWithPasskey(ctx, browser, answer));
    const all = await Promise.all(tries);
    expect(all.filter(({ outcome }) => outcome === 'signed_in')).toHaveLength(1);
    expect(await sessions()).toHaveLength(1);
  });

  test('a disabled person is told so, and only who has the passkey is', async () => {
    await prisma().user.update({ where: { id: person.userId }, data: { disabledAt: start } });
    expect(await outcomeOf({ userVerified: false })).toBe('wrong');
    expect(await outcomeOf()).toBe('disabled');
    expect(await sessions()).toEqual([]);
  });

  test('whoever must sign in with their organization’s issuer is led there', async () => {
    const organization = await prisma().organization.create({
      data: { id: newId(start), slug: 'acme', name: 'Acme' },
    });
    const organizationId = organization.id;
    await prisma().emailDomain.create({ data: { domain: 'example.com', organizationId } });
    const issuer = { issuer: 'https://id.example', clientId: 'x', clientSecretEncrypted: new Uint8Array() };
    await prisma().organizationIssuer.create({ data: { organizationId, name: 'Acme', ...issuer } });
    expect(await signIn()).toEqual({ outcome: 'use_issuer', email: person.email });
    await prisma().organization.delete({ where: { id: organizationId } });
    expect(await outcomeOf()).toBe('signed_in');
  });

  test('a browser without a mark signs nobody in', async () => {
    expect((await signInWithPasskey(ctx, null, device.get(await ask()))).outcome).toBe('wrong');
  });

  test('a reset of all factors at the same moment leaves nobody signed in, and fails for nobody', async () => {
    const admin: Person = { ...(await createSignedInPerson()), role: 'admin' };
    for (let i = 0; i < 10; i++) {
      const answer = device.get(await ask());
      const [reset, { outcome }] = await Promise.all([
        resetFactors(actingAs(ctx, admin), person.userId),
        signInWithPasskey(ctx, browser, answer),
      ]);
      expect(reset).toBe('reset');
      expect(['signed_in', 'wrong']).toContain(outcome);
      expect(await sessions()).toEqual([]);
      await enrol();
    }
  });

  test('the account’s failures block it here too', async () => {
    for (let i = 0; i < limits['second-factor'].points; i++) await verifyPasskey(ctx, person, '{}');
    expect(await outcomeOf()).toBe('limited');
  });

  test('whoever merely knows the name of a passkey locks nobody out', async () => {
    for (let i = 0; i < limits['second-factor-day'].points; i++) await outcomeOf({ userVerified: false });
    expect(await outcomeOf()).toBe('signed_in');
  });

  test('passkeys that nobody has here, and what is none, count against their network alone', async () => {
    const stranger = createAuthenticator();
    expect(await outcomeOf({ userHandle: 'AAAA' }, stranger)).toBe('wrong');
    expect((await signInWithPasskey(ctx, browser, '{}')).outcome).toBe('wrong');
    await prisma().rateLimit.updateMany({
      where: { key: { startsWith: 'passkey-network' } },
      data: { points: limits['passkey-network'].points },
    });
    expect(await outcomeOf({ userHandle: 'AAAA' }, stranger)).toBe('limited');
    expect(await outcomeOf()).toBe('signed_in');
  });
});
