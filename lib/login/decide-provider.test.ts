import { UnsecuredJWT } from 'jose';
import { expect, test } from 'vitest';
import { newId } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { authAdapter, noSignIn } from '@/lib/login/adapter';
import { hashBrowserToken } from '@/lib/login/browser-session';
import { decideProvider } from '@/lib/login/decide-provider';
import { decideNextStep } from '@/lib/login/next-step';
import { findBrowserSession } from '@/lib/login/store';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, createSignedInPerson, later, start } from '@/lib/testing/factories';

withDatabase();
const ctx = contextAt(start);

/** Acme, whose issuer speaks for acme.example, and whose `mfa` counts. */
async function declareAcme() {
  const organizationId = newId(start);
  const slug = `acme-${organizationId}`;
  await prisma().organization.create({ data: { id: organizationId, slug, name: 'Acme', createdAt: start } });
  const issuer = { id: `org-${slug}`, organizationId, domains: ['acme.example'], name: 'Acme' };
  const client = { issuer: 'https://id.acme.example', clientId: 'doorcode', clientSecret: 'secret' };
  const trusted = { trustedAmr: ['mfa'], trustedAcr: [] };
  return { ...issuer, ...client, ...trusted };
}

/** What a sign-in by Acme's issuer, with these claims, makes of a browser. */
async function signInByAcme(claims: object) {
  const issuer = await declareAcme();
  const { userId, email } = await createSignedInPerson(`${newId(start)}@acme.example`);
  const id_token = new UnsecuredJWT({ iss: issuer.issuer, sub: userId, email, ...claims }).encode();
  const signIn = { ...noSignIn(), amr: ['fed'] };
  const account = { provider: issuer.id, providerAccountId: `${issuer.issuer} ${userId}`, id_token };
  const opened = { auth: {} as never, issuer };
  expect(await decideProvider(ctx, opened, { account }, signIn)).toBe(true);
  const sessionToken = newId(start);
  const expires = later(3_600);
  await authAdapter(ctx, signIn).createSession!({ sessionToken, userId, expires });
  const hash = hashBrowserToken(sessionToken);
  await prisma().browserSession.update({ where: { sessionToken: hash }, data: { createdAt: start } });
  return { userId, person: () => findBrowserSession(hash, start) };
}

const secondsAgo = (seconds: number) => later(-seconds).getTime() / 1000;

test.each([
  ['an hour ago', secondsAgo(3_600), later(-3_600)],
  ['just now', secondsAgo(5), later(-5)],
  ['by a clock that is ahead of ours', secondsAgo(-60), start],
  ['in a time that there is not', 1e300, start],
  ['it does not say when', undefined, start],
])('a sign-in by an issuer is as old as it says: %s', async (_when, auth_time, authenticatedAt) => {
  const { person } = await signInByAcme({ auth_time });
  expect(await person()).toMatchObject({ authenticatedAt, signedInAt: start, amr: ['fed'] });
});

test('an issuer’s word counts as a second factor, and is no fresh one', async () => {
  const { userId, person } = await signInByAcme({ amr: ['pwd', 'mfa'], auth_time: secondsAgo(3_600) });
  expect(await person()).toMatchObject({ amr: ['fed', 'mfa'], secondFactorAt: null });
  const step = async (fresh: boolean) => decideNextStep(await person(), start, { fresh }).step;
  expect([await step(false), await step(true)]).toEqual(['none', 'sign_in_again']);
  await prisma().authenticator.create({
    data: { userId, secretEncrypted: new Uint8Array(1), lastUsedStep: 0, createdAt: start },
  });
  expect([await step(false), await step(true)]).toEqual(['none', 'fresh_factor']);
});

test('an own factor is asked for anew, however fresh an issuer’s word is', async () => {
  const { userId, person } = await signInByAcme({ amr: ['mfa'], auth_time: secondsAgo(1) });
  await prisma().authenticator.create({
    data: { userId, secretEncrypted: new Uint8Array(1), lastUsedStep: 0, createdAt: start },
  });
  expect(decideNextStep(await person(), start, { fresh: true }).step).toBe('fresh_factor');
});

test('an administrator whose address nobody has proved signs in the way they did the first time', async () => {
  const issuer = await declareAcme();
  const { userId, email } = await createSignedInPerson(`${newId(start)}@acme.example`);
  await prisma().user.update({ where: { id: userId }, data: { emailVerified: null, role: 'admin' } });
  const id_token = new UnsecuredJWT({ iss: issuer.issuer, sub: userId, email }).encode();
  const account = { provider: issuer.id, providerAccountId: `${issuer.issuer} ${userId}`, id_token };
  expect(await decideProvider(ctx, { auth: {} as never, issuer }, { account }, noSignIn())).toBe(
    `/login?error=use_provider&provider=${issuer.id}`,
  );
});
