import { beforeEach, describe, expect, test } from 'vitest';
import { changeClient, changeLogo, disableClient, enableClient } from '@/lib/clients/change';
import { createClient as createByAdmin } from '@/lib/clients/create';
import { describeClient, listClients, listSecrets } from '@/lib/clients/list';
import { patchClient } from '@/lib/clients/patch';
import { type ClientProfile, clientProfile } from '@/lib/clients/profile';
import { addSecret, expireSecret, mostSecrets, removeSecret } from '@/lib/clients/secrets';
import { findClient } from '@/lib/clients/store';
import { sha256 } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { purge } from '@/lib/db/purge';
import { readImage } from '@/lib/images/read';
import type { StoredImage } from '@/lib/images/rules';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  contextOf,
  createApprovedDevice,
  createClient,
  createSignedInPerson,
  createTokens,
  isLive,
  later,
  platformAdmin,
  redeem,
  refresh,
  start,
} from '@/lib/testing/factories';
import { codeOf } from '@/lib/testing/outcome';
import { png } from '@/lib/testing/pictures';

withDatabase();
const admin = contextOf(platformAdmin);
const profile = (more: Partial<ClientProfile> = {}) => clientProfile.parse({ name: 'Acme', ...more });
const audited = (clientId: string) =>
  prisma().auditEvent.findMany({
    where: { clientId, action: { startsWith: 'client.' } },
    orderBy: { id: 'asc' },
  });
const isProvedBy = async (id: string, secret: string, now = start) =>
  (await findClient(contextAt(now), id))!.secretHashes.some((hash) => hash.equals(sha256(secret)));

describe('a new client', () => {
  test('is there with its profile, and audited; a taken id is told', async () => {
    const wanted = { id: 'acme', profile: profile({ tokenPrefix: 'acme' }), isConfidential: false };
    expect(await createByAdmin(admin, wanted)).toEqual({ outcome: 'created', secret: null });
    expect(await findClient(contextAt(start), 'acme')).toMatchObject({
      ...wanted.profile,
      isConfidential: false,
    });
    expect(await audited('acme')).toMatchObject([
      { action: 'client.created', detail: { secretsAdded: 0, changes: { tokenPrefix: { to: 'acme' } } } },
    ]);
    expect(await createByAdmin(admin, wanted)).toEqual({ outcome: 'taken' });
    expect(await createByAdmin(admin, { ...wanted, id: 'doorcode' })).toMatchObject({ outcome: 'created' });
  });

  test('20 of one id at once: one is made, with one secret and one audit row', async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        createByAdmin(admin, { id: 'raced', profile: profile({ name: `Acme ${i}` }), isConfidential: true }),
      ),
    );
    const made = all.filter((one) => one.outcome === 'created');
    expect(made).toHaveLength(1);
    expect(await isProvedBy('raced', made[0]!.secret!)).toBe(true);
    expect(await prisma().clientSecret.count({ where: { clientId: 'raced' } })).toBe(1);
    expect(await audited('raced')).toHaveLength(1);
  });
});

describe('changing a client', () => {
  test('what changed is audited; nothing changed is nothing', async () => {
    const { id } = await createClient({ name: 'Before', scopes: ['openid'] });
    const wanted = profile({ name: 'After', scopes: ['openid', 'deploy'], dpop: 'required' });
    expect(await changeClient(admin, id, wanted)).toBe('changed');
    expect(await changeClient(admin, id, wanted)).toBe('unchanged');
    const [row, ...more] = await audited(id);
    expect(row!.detail).toMatchObject({
      changes: { name: { from: 'Before', to: 'After' }, dpop: { to: 'required' } },
    });
    expect(more).toEqual([]);
  });

  test.each([
    ['changeClient', (id: string) => changeClient(admin, id, profile())],
    ['changeLogo', (id: string) => changeLogo(admin, id, readImage(png()) as StoredImage)],
    ['disableClient', (id: string) => disableClient(admin, id)],
    ['enableClient', (id: string) => enableClient(admin, id)],
    ['addSecret', (id: string) => addSecret(admin, id, { expiresAt: null })],
    ['expireSecret', (id: string) => expireSecret(admin, id, { ref: 'x', at: start })],
    ['removeSecret', (id: string) => removeSecret(admin, id, { ref: 'x', mayBecomePublic: true })],
  ])('%s changes nothing that CLIENTS_FILE decides, nor what is not there', async (_name, change) => {
    const { id } = await createClient({ managedByFile: true });
    const before = await findClient(contextAt(start), id);
    expect(await change(id)).toBe('managed_by_file');
    expect(await findClient(contextAt(start), id)).toEqual(before);
    expect(await change('nobody')).toBe('unknown');
    expect(await audited(id)).toEqual([]);
  });
});

describe.each([
  ['changeClient', (id: string, to: boolean) => changeClient(admin, id, profile({ administratorsOnly: to }))],
  ['patchClient', (id: string, to: boolean) => patchClient(admin, id, { administratorsOnly: to })],
])('%s: a client that becomes one for administrators alone', (_name, change) => {
  const anAdministrator = async () => {
    const person = await createSignedInPerson();
    await prisma().user.update({ where: { id: person.userId }, data: { role: 'admin' } });
    return person;
  };

  test('ends every sign-in of before, and what was allowed for one organization; being one no more ends none', async () => {
    const [client, person] = [await createClient(profile()), await anAdministrator()];
    const before = await createTokens(client, person);
    const waiting = await createApprovedDevice(client, person);

    const all = await Promise.all(Array.from({ length: 10 }, () => change(client.id, true)));
    expect(all.filter((one) => one === 'changed')).toHaveLength(1);
    expect(await isLive(before.accessToken)).toBe(false);
    expect(await codeOf(refresh(client, before.refreshToken))).toBe('invalid_grant');
    expect(await codeOf(redeem(client, waiting.deviceCode))).toBe('access_denied');
    expect(await prisma().session.findFirst({ where: { clientId: client.id } })).toMatchObject({
      revokedReason: 'client_became_administrators_only',
    });
    const young = await createTokens(client, person);
    expect(await change(client.id, false)).toBe('changed');
    expect([await isLive(before.accessToken), await isLive(young.accessToken)]).toEqual([false, true]);
    expect((await audited(client.id)).map(({ detail }) => detail)).toEqual([
      { changes: { administratorsOnly: { from: false, to: true } }, sessionsEnded: 1 },
      { changes: { administratorsOnly: { from: true, to: false } } },
    ]);
  });

  test('ends none where it is one already and something else changes', async () => {
    const client = await createClient({ ...profile({ administratorsOnly: true }), name: 'Before' });
    const { accessToken } = await createTokens(client, await anAdministrator());
    await change(client.id, true);
    await patchClient(admin, client.id, { name: 'After' });
    expect(await isLive(accessToken)).toBe(true);
  });
});

test('disabling ends every sign-in, says how many, and enabling brings none back', async () => {
  const client = await createClient();
  const person = await createSignedInPerson();
  const tokens = [await createTokens(client, person), await createTokens(client, person)];
  const all = await Promise.all(Array.from({ length: 10 }, () => disableClient(admin, client.id)));
  expect(all.filter((one) => one === 'disabled')).toHaveLength(1);
  for (const { accessToken } of tokens) expect(await isLive(accessToken)).toBe(false);
  expect(await enableClient(admin, client.id)).toBe('enabled');
  for (const { accessToken } of tokens) expect(await isLive(accessToken)).toBe(false);
  expect((await audited(client.id)).map(({ action, detail }) => [action, detail])).toEqual([
    ['client.disabled', { sessionsEnded: 2 }],
    ['client.enabled', { sessionsEnded: 0 }],
  ]);
});

describe('secrets', () => {
  const add = async (id: string) => {
    const added = await addSecret(admin, id, { expiresAt: null });
    if (typeof added === 'string') throw new Error(added);
    return added.secret;
  };

  test('one follows another: both count, then the old one expires, then it is removed', async () => {
    const { id } = await createClient();
    const [old, young] = [await add(id), await add(id)];
    const [first, second] = await listSecrets(admin, id);
    expect([first!.hint, second!.hint].sort()).toEqual([old.slice(-4), young.slice(-4)].sort());
    const ref = (await listSecrets(admin, id)).find(({ hint }) => hint === old.slice(-4))!.ref;
    expect(await expireSecret(admin, id, { ref, at: later(60) })).toBe('expires');
    expect([await isProvedBy(id, old), await isProvedBy(id, old, later(61))]).toEqual([true, false]);
    expect(await isProvedBy(id, young, later(61))).toBe(true);
    expect(await removeSecret(admin, id, { ref, mayBecomePublic: false })).toBe('removed');
    expect(await listSecrets(admin, id)).toHaveLength(1);
  });

  test('is told once: neither the lists nor the audit rows hold it or its hash', async () => {
    const { id } = await createClient();
    const secret = await add(id);
    const said = JSON.stringify([
      await listSecrets(admin, id),
      await describeClient(admin, id),
      await audited(id).then((rows) => rows.map(({ detail }) => detail)),
    ]);
    for (const form of ['base64', 'base64url', 'hex'] as const)
      expect(said).not.toContain(sha256(secret).toString(form));
    expect(said).not.toContain(secret);
  });

  test('ten are the most, of twenty made at once too', async () => {
    const { id } = await createClient();
    const all = await Promise.all(
      Array.from({ length: 20 }, () => addSecret(admin, id, { expiresAt: null })),
    );
    expect(all.filter((one) => one === 'too_many')).toHaveLength(20 - mostSecrets);
    expect(await listSecrets(admin, id)).toHaveLength(mostSecrets);
  });

  test('the last one is not removed by accident; without it the client is public, and its sign-ins end', async () => {
    const client = await createClient({}, 'a secret of thirty-two characters');
    const { accessToken } = await createTokens(client, await createSignedInPerson());
    const [{ ref } = { ref: '' }] = await listSecrets(admin, client.id);
    expect(await removeSecret(admin, client.id, { ref, mayBecomePublic: false })).toBe('last');
    expect(await isLive(accessToken)).toBe(true);
    const all = await Promise.all(
      Array.from({ length: 10 }, () => removeSecret(admin, client.id, { ref, mayBecomePublic: true })),
    );
    expect(all.sort()).toEqual([...Array.from({ length: 9 }, () => 'gone'), 'made_public']);
    expect(await isLive(accessToken)).toBe(false);
    expect((await findClient(contextAt(start), client.id))!.isConfidential).toBe(false);
    expect((await audited(client.id)).map(({ detail }) => detail)).toMatchObject([
      { secretsRemoved: 1, sessionsEnded: 1 },
    ]);
  });

  test('of two that are removed at once, one is the last and asks', async () => {
    const { id } = await createClient();
    await add(id);
    await add(id);
    const refs = (await listSecrets(admin, id)).map(({ ref }) => ref);
    const all = await Promise.all(
      refs.map((ref) => removeSecret(admin, id, { ref, mayBecomePublic: false })),
    );
    expect(all.sort()).toEqual(['last', 'removed']);
    expect(await listSecrets(admin, id)).toHaveLength(1);
  });
});

describe('logos', () => {
  beforeEach(() => prisma().image.deleteMany());
  const picture = (width: number) => readImage(png(width)) as StoredImage;

  test('one picture of two clients is kept once, until an hour after neither shows it', async () => {
    const [one, two] = [await createClient(), await createClient()];
    for (const { id } of [one, two]) expect(await changeLogo(admin, id, picture(7))).toBe('changed');
    expect(await changeLogo(admin, one.id, picture(7))).toBe('unchanged');
    expect((await describeClient(admin, one.id))!.logo).toBe(picture(7).hash.toString('hex'));
    expect(await prisma().image.count()).toBe(1);
    expect(await changeLogo(admin, one.id, null)).toBe('changed');
    await purge(later(2 * 3_600));
    expect(await prisma().image.count(), 'the other one shows it').toBe(1);
    await changeLogo(admin, two.id, picture(8));
    await purge(later(3_000));
    expect(await prisma().image.count(), 'not yet').toBe(2);
    await purge(later(2 * 3_600));
    expect(await prisma().image.count()).toBe(1);
    expect((await describeClient(admin, two.id))!.logo).toBe(picture(8).hash.toString('hex'));
    expect((await audited(two.id)).at(-1)!.detail).toMatchObject({
      changes: { logo: { from: picture(7).hash.toString('hex'), to: picture(8).hash.toString('hex') } },
    });
  });
});

test('the list is searched, sorted and narrowed', async () => {
  await prisma().client.deleteMany();
  await createClient({ id: 'zebra', name: 'alpha', publisher: 'Acme', createdAt: later(1) });
  await createClient({ id: 'b_1', name: 'Beta', publisher: 'Bolt', createdAt: later(3), disabledAt: start });
  await createClient({ id: 'c', name: 'gamma', publisher: null, createdAt: later(2), managedByFile: true });
  const ids = async (choice: Parameters<typeof listClients>[1]) =>
    (await listClients(admin, choice)).map(({ id }) => id);
  expect(await ids({})).toEqual(['zebra', 'b_1', 'c']);
  expect(await ids({ sort: 'id' })).toEqual(['b_1', 'c', 'zebra']);
  expect(await ids({ sort: 'newest' })).toEqual(['b_1', 'c', 'zebra']);
  expect(await ids({ sort: 'oldest' })).toEqual(['zebra', 'c', 'b_1']);
  for (const search of ['ACME', 'ebr', 'ALPH']) expect(await ids({ search }), search).toEqual(['zebra']);
  expect(await ids({ search: '_' })).toEqual(['b_1']);
  expect(await ids({ state: 'disabled' })).toEqual(['b_1']);
  expect(await ids({ state: 'file' })).toEqual(['c']);
  expect(await ids({ state: 'enabled', search: 'a' })).toEqual(['zebra', 'c']);
});
