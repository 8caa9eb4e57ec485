import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Client } from '@/lib/clients/store';
import { newId } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import type { Person } from '@/lib/login/browser-session';
import { changePolicy } from '@/lib/organizations/change-policy';
import { describeOrganization } from '@/lib/organizations/list';
import { effectOfPolicy, foreseePolicy } from '@/lib/organizations/policy-effect';
import { changedSince, markOfPolicy } from '@/lib/organizations/policy-mark';
import { defaultPolicy, type Policy } from '@/lib/organizations/rules';
import { withDatabase } from '@/lib/testing/database';
import {
  adminOf,
  allow,
  contextOf,
  createClient,
  createSignedInPerson,
  enter,
  isLive,
  later,
  platformAdmin,
  redeem,
  start,
  startDevice,
} from '@/lib/testing/factories';

withDatabase();
let client: Client;
let person: Person;
let acme: string;
beforeAll(async () => {
  client = await createClient();
  person = await createSignedInPerson();
});
beforeEach(async () => {
  await prisma().organization.deleteMany({ where: { slug: 'acme' } });
  acme = newId(start);
  await prisma().organization.create({ data: { id: acme, slug: 'acme', name: 'Acme' } });
  await prisma().membership.create({ data: { organizationId: acme, userId: person.userId } });
});

const policy = (part: Partial<Policy>): Policy => ({ ...defaultPolicy, ...part });
const signIn = async () => {
  const device = await startDevice(client);
  await allow(person, await enter(person, device.userCode), start, acme);
  return redeem(client, device.deviceCode);
};
const admin = contextOf(platformAdmin, later(60));
const change = (wanted: Partial<Policy>, opened: string | null = null, isConfirmed = false) =>
  changePolicy(admin, 'acme', wanted, { opened, isConfirmed });

const none = { lifetimeSeconds: null, idleSeconds: null, clients: null };
test.each<[string, Partial<Policy>, Partial<Policy>, object | null]>([
  ['what it does not touch', {}, { secondFactor: 'required', scopeCeiling: ['openid'] }, null],
  ['a first lifetime', {}, { sessionLifetimeSeconds: 60 }, { ...none, lifetimeSeconds: 60 }],
  ['a longer one', { sessionLifetimeSeconds: 60 }, { sessionLifetimeSeconds: 90 }, null],
  ['none any more', { sessionLifetimeSeconds: 60 }, {}, null],
  [
    'a shorter idle time',
    { sessionIdleSeconds: 90 },
    { sessionIdleSeconds: 60 },
    { ...none, idleSeconds: 60 },
  ],
  ['the first clients', {}, { allowedClients: ['a'] }, { ...none, clients: ['a'] }],
  ['a client less', { allowedClients: ['a', 'b'] }, { allowedClients: ['a'] }, { ...none, clients: ['a'] }],
  ['a client more', { allowedClients: ['a'] }, { allowedClients: ['b', 'a'] }, null],
  ['every client', { allowedClients: ['a'] }, {}, null],
])('what a policy takes from sign-ins: %s', (_what, before, after, effect) => {
  expect(effectOfPolicy(policy(before), policy(after))).toEqual(effect);
});

describe('a policy that takes from live sign-ins', () => {
  test.each<[string, () => Partial<Policy>]>([
    ['a shorter lifetime', () => ({ sessionLifetimeSeconds: 3_600 })],
    ['a shorter idle time', () => ({ sessionIdleSeconds: 3_600 })],
    ['fewer clients', () => ({ allowedClients: ['doorcode-other'] })],
  ])('%s is asked before it is saved, and nothing is done meanwhile', async (_what, wanted) => {
    await prisma().client.createMany({
      data: [{ id: 'doorcode-other', name: 'Other', scopes: [] }],
      skipDuplicates: true,
    });
    const { accessToken } = await signIn();
    const before = await prisma().session.findMany();
    expect(await change(wanted())).toBe('to_confirm');
    expect(await prisma().session.findMany()).toEqual(before);
    expect(await isLive(accessToken, later(60))).toBe(true);
    expect(await describeOrganization(admin, 'acme')).toMatchObject(defaultPolicy);
    expect(await change(wanted(), null, true)).toBe('changed');
  });

  test('is saved at once where nothing is signed in', async () => {
    expect(await change({ sessionLifetimeSeconds: 60 })).toBe('changed');
  });

  test('is saved at once by whoever asks without a form', async () => {
    await signIn();
    expect(await changePolicy(admin, 'acme', { sessionLifetimeSeconds: 60 })).toBe('changed');
  });

  test('is foreseen with how many devices are signed in for the organization', async () => {
    await signIn();
    await signIn();
    const wanted = policy({ sessionLifetimeSeconds: 60 });
    expect(await foreseePolicy(admin, 'acme', wanted)).toEqual({
      effect: { ...none, lifetimeSeconds: 60 },
      devices: { count: 2, isExact: true },
    });
    const other = contextOf(adminOf(newId(start)));
    expect(await foreseePolicy(other, 'acme', wanted)).toBeNull();
  });
});

describe('two administrators with the form open', () => {
  test('the later save restores nothing, and is told which parts changed', async () => {
    const opened = markOfPolicy(defaultPolicy);
    expect(await change({ ...defaultPolicy, allowedClients: [client.id] }, opened)).toBe('changed');
    expect(await change({ ...defaultPolicy, secondFactor: 'required' }, opened)).toBe('conflict');
    const now = (await describeOrganization(admin, 'acme'))!;
    expect(now).toMatchObject({ secondFactor: 'optional', allowedClients: [client.id] });
    expect(changedSince(opened, now)).toEqual(['allowedClients']);
    expect(await change({ secondFactor: 'required' }, markOfPolicy(now))).toBe('changed');
    expect(await change({ secondFactor: 'off' }, 'no mark')).toBe('conflict');
  });

  test('of 10 at once one saves', async () => {
    const opened = markOfPolicy(defaultPolicy);
    const done = await Promise.all(
      Array.from({ length: 10 }, (_, days) => change({ secondFactorGraceDays: days + 10 }, opened)),
    );
    expect(done.toSorted()).toEqual(['changed', ...Array.from({ length: 9 }, () => 'conflict')]);
  });
});

test('a ceiling’s scopes that no client may ask for are known', async () => {
  await prisma().organization.update({
    where: { id: acme },
    data: { scopeCeiling: ['openid', 'deploy:wirte', 'email', 'admin'] },
  });
  expect(await describeOrganization(admin, 'acme')).toMatchObject({
    scopesOfNoClient: ['deploy:wirte', 'admin'],
  });
});
