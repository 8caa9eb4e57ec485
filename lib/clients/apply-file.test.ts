import { beforeEach, describe, expect, test } from 'vitest';
import { findLiveApiKey, findRevokedApiKeys } from '@/lib/api-keys/store';
import { applyClientsFile } from '@/lib/clients/apply-file';
import { parseClientsFile } from '@/lib/clients/file/read';
import { ownClient } from '@/lib/clients/own-client';
import { createClientOnce, findClient } from '@/lib/clients/store';
import { systemContext } from '@/lib/context';
import { sha256 } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  createApprovedDevice,
  createClient,
  createSignedInPerson,
  createTokens,
  isLive,
  later,
  redeem,
  start,
} from '@/lib/testing/factories';
import { codeOf } from '@/lib/testing/outcome';
import { findLiveToken } from '@/lib/tokens/live-store';

withDatabase();

const variables: Record<string, string> = {
  OLD: 'the old secret, of 32 characters or more',
  NEW: 'the new secret, of 32 characters or more',
};
const hashOf = (name: string) => sha256(variables[name]!);
const acme = { client_id: 'acme', name: 'Acme CLI' };
const gateway = (env: string, name = 'gateway') => ({ name, key: { env }, scopes: ['introspect'] });
const organization = (...api_keys: object[]) => ({ slug: 'acme', name: 'Acme', api_keys });
const ctx = { ...systemContext(start), requestId: 'clients-file' };

async function apply(file: { clients?: object[]; organizations?: object[] }) {
  const revoked = await findRevokedApiKeys();
  const isRevoked = (hash: Buffer) => revoked.has(hash.toString('hex'));
  const read = (name: string) => variables[name];
  return applyClientsFile(ctx, parseClientsFile('f', JSON.stringify(file), read, isRevoked));
}
const nothing = {
  created: 0,
  changed: 0,
  enabled: 0,
  disabled: 0,
  revoked: 0,
  'sessions ended': 0,
  'made public': 0,
};
const acmeNow = async () => (await findClient(contextAt(start), 'acme'))!;
const managed = async (id: string) =>
  (await prisma().client.findUniqueOrThrow({ where: { id } })).managedByFile;
const secretsNow = async () => (await acmeNow()).secretHashes.map((hash) => hash.toString('hex')).sort();
const hashes = (...names: string[]) => names.map((name) => hashOf(name).toString('hex')).sort();
/** The audit rows since the last look. */
const audited = async () => {
  const rows = await prisma().auditEvent.findMany({ orderBy: { id: 'asc' } });
  await prisma().auditEvent.deleteMany();
  return rows.map(({ action, detail }) => ({ action, detail }));
};

beforeEach(async () => {
  await prisma().client.deleteMany();
  await prisma().organization.deleteMany();
  await prisma().auditEvent.deleteMany();
});

describe('a client', () => {
  test('is made with all that the file says of it, and what it does not say as the profile has it', async () => {
    const file = {
      clients: [{ ...acme, token_prefix: 'acme', dpop: 'required', resources: ['https://api.example'] }],
    };
    expect(await apply(file)).toEqual({ ...nothing, created: 1 });
    expect(await acmeNow()).toMatchObject({
      name: 'Acme CLI',
      tokenPrefix: 'acme',
      dpop: 'required',
      resources: ['https://api.example'],
      pollingIntervalSeconds: 5,
      isConfidential: false,
      disabledAt: null,
    });
    expect(await managed('acme')).toBe(true);
  });

  test('a second run changes and audits nothing', async () => {
    const file = {
      clients: [
        { ...acme, secrets: [{ env: 'OLD' }], disabled: true },
        { client_id: 'doorcode-cli', name: 'Ours' },
      ],
      organizations: [organization(gateway('NEW'))],
    };
    expect(await apply(file)).toEqual({ ...nothing, created: 4 });
    await audited();
    expect(await apply(file)).toEqual(nothing);
    expect(await audited()).toEqual([]);
  });

  test('is changed where the file changed, and the audit says what from and to', async () => {
    await apply({ clients: [{ ...acme, scopes: ['openid'] }] });
    await audited();
    expect(await apply({ clients: [{ ...acme, scopes: ['openid', 'email'], refresh: false }] })).toEqual({
      ...nothing,
      changed: 1,
    });
    expect(await acmeNow()).toMatchObject({ scopes: ['openid', 'email'], refresh: false });
    expect(await audited()).toEqual([
      {
        action: 'client.changed',
        detail: {
          changes: {
            scopes: { from: ['openid'], to: ['openid', 'email'] },
            refresh: { from: true, to: false },
          },
          secretsAdded: 0,
          secretsRemoved: 0,
        },
      },
    ]);
  });

  test('is disabled when the file drops it, which ends its sessions for good, and enabled when it is back', async () => {
    await apply({ clients: [{ ...acme, secrets: [{ env: 'OLD' }] }] });
    const { accessToken } = await createTokens(await acmeNow(), await createSignedInPerson());
    const asked = async () =>
      (await findLiveToken(contextAt(start), sha256(accessToken))) ? 'live' : 'dead';
    expect(await asked()).toBe('live');
    await audited();

    expect(await apply({})).toEqual({ ...nothing, disabled: 1, 'sessions ended': 1 });
    expect(await asked()).toBe('dead');
    expect((await acmeNow()).disabledAt).toEqual(start);
    expect(await managed('acme')).toBe(false);
    expect(await apply({})).toEqual(nothing);

    expect(await apply({ clients: [{ ...acme, secrets: [{ env: 'OLD' }] }] })).toEqual({
      ...nothing,
      enabled: 1,
    });
    expect(await asked()).toBe('dead');
    const rows = await audited();
    expect(rows.map(({ action }) => action)).toEqual(['client.disabled', 'client.enabled']);
    expect(rows[0]).toMatchObject({ detail: { sessionsEnded: 1 } });
  });

  test('that loses its last secret is public, and what was given to whoever had it ends', async () => {
    await apply({ clients: [{ ...acme, secrets: [{ env: 'OLD' }] }] });
    const person = await createSignedInPerson();
    await createTokens(await acmeNow(), person);
    const waiting = await createApprovedDevice(await acmeNow(), person);
    expect(await apply({ clients: [{ ...acme, secrets: [{ env: 'NEW' }] }] })).toEqual({
      ...nothing,
      changed: 1,
    });
    expect(await apply({ clients: [acme] })).toEqual({
      ...nothing,
      changed: 1,
      'sessions ended': 1,
      'made public': 1,
    });
    expect(await prisma().session.findFirstOrThrow({ where: { clientId: 'acme' } })).toMatchObject({
      revokedReason: 'client_became_public',
    });
    expect(await codeOf(redeem(await acmeNow(), waiting.deviceCode))).toBe('access_denied');
  });

  test('that becomes one for administrators alone ends what was signed in with it, once', async () => {
    await apply({ clients: [acme] });
    const person = await createSignedInPerson();
    await prisma().user.update({ where: { id: person.userId }, data: { role: 'admin' } });
    const { accessToken } = await createTokens(await acmeNow(), person);
    await audited();
    const forAdmins = { clients: [{ ...acme, administrators_only: true }] };
    expect(await apply(forAdmins)).toEqual({ ...nothing, changed: 1, 'sessions ended': 1 });
    expect(await isLive(accessToken)).toBe(false);
    const young = await createTokens(await acmeNow(), person);
    expect(await apply(forAdmins)).toEqual(nothing);
    expect(await apply({ clients: [acme] })).toEqual({ ...nothing, changed: 1 });
    expect([await isLive(accessToken), await isLive(young.accessToken)]).toEqual([false, true]);
    const changes = (await audited()).filter(({ action }) => action === 'client.changed');
    expect(changes.map(({ detail }) => (detail as { sessionsEnded?: number }).sessionsEnded)).toEqual([
      1,
      undefined,
    ]);
  });

  test('may be disabled in the file', async () => {
    await apply({ clients: [acme] });
    expect(await apply({ clients: [{ ...acme, disabled: true }] })).toEqual({ ...nothing, disabled: 1 });
    expect((await acmeNow()).disabledAt).toEqual(start);
    expect(await apply({ clients: [acme] })).toEqual({ ...nothing, enabled: 1 });
  });

  test('that was made by other means is taken over, secrets and all', async () => {
    await createClient({ id: 'acme', publisher: 'Somebody' }, 'a secret from elsewhere');
    await prisma().clientSecret.create({
      data: { clientId: 'acme', hash: Uint8Array.from(hashOf('OLD')), expiresAt: later(60) },
    });
    expect(await apply({ clients: [{ ...acme, secrets: [{ env: 'OLD' }] }] })).toEqual({
      ...nothing,
      changed: 1,
    });
    expect(await acmeNow()).toMatchObject({ publisher: null });
    expect((await findClient(contextAt(later(61)), 'acme'))!.secretHashes).toEqual([hashOf('OLD')]);
    expect(await managed('acme')).toBe(true);
  });

  test('others are left alone', async () => {
    await createClient({ id: 'other' }, 'x');
    expect(await apply({ clients: [acme] })).toEqual({ ...nothing, created: 1 });
    expect(await findClient(contextAt(start), 'other')).toMatchObject({
      disabledAt: null,
      isConfidential: true,
    });
  });

  test('our own goes back to what it is everywhere', async () => {
    await createClientOnce(ownClient);
    const before = await findClient(contextAt(start), ownClient.id);
    await apply({
      clients: [{ client_id: ownClient.id, name: 'Mine', secrets: [{ env: 'OLD' }], disabled: true }],
    });
    expect(await findClient(contextAt(start), ownClient.id)).toMatchObject({
      name: 'Mine',
      isConfidential: true,
    });
    expect(await apply({})).toEqual({ ...nothing, enabled: 1, 'made public': 1 });
    expect(await findClient(contextAt(start), ownClient.id)).toEqual({
      ...before,
      version: expect.any(Number),
    });
    expect(await apply({})).toEqual(nothing);
  });
});

describe('secrets', () => {
  test('rotate: both count while both are there', async () => {
    await apply({ clients: [{ ...acme, secrets: [{ env: 'OLD' }] }] });
    await apply({ clients: [{ ...acme, secrets: [{ env: 'OLD' }, { env: 'NEW' }] }] });
    expect(await secretsNow()).toEqual(hashes('OLD', 'NEW'));
    await audited();
    expect(await apply({ clients: [{ ...acme, secrets: [{ env: 'NEW' }] }] })).toEqual({
      ...nothing,
      changed: 1,
    });
    expect(await secretsNow()).toEqual(hashes('NEW'));
    expect(await audited()).toEqual([
      { action: 'client.changed', detail: { changes: {}, secretsAdded: 0, secretsRemoved: 1 } },
    ]);
  });

  test('appear in no audit row, nor do their hashes', async () => {
    await apply({
      clients: [{ ...acme, secrets: [{ env: 'OLD' }] }],
      organizations: [organization(gateway('NEW'))],
    });
    const rows = JSON.stringify(await prisma().$queryRaw`SELECT t::text AS row FROM audit_events t`);
    expect(rows).toContain('gateway');
    for (const name of ['OLD', 'NEW'])
      for (const form of [variables[name]!, hashOf(name).toString('hex'), hashOf(name).toString('base64')])
        expect(rows).not.toContain(form);
    expect(rows).not.toContain('hash');
  });
});

describe('an organization', () => {
  test('is made, renamed, taken over, and released when the file drops it', async () => {
    expect(await apply({ organizations: [{ slug: 'acme', name: 'Acme' }] })).toEqual({
      ...nothing,
      created: 1,
    });
    expect(await apply({ organizations: [{ slug: 'acme', name: 'Acme Inc' }] })).toEqual({
      ...nothing,
      changed: 1,
    });
    expect(await apply({})).toEqual({ ...nothing, changed: 1 });
    expect(await prisma().organization.findUniqueOrThrow({ where: { slug: 'acme' } })).toMatchObject({
      name: 'Acme Inc',
      managedByFile: false,
      disabledAt: null,
    });
    expect(await apply({ organizations: [{ slug: 'acme', name: 'Acme Inc' }] })).toEqual({
      ...nothing,
      changed: 1,
    });
    expect((await audited()).map(({ action }) => action)).toEqual([
      'organization.created',
      ...['organization.changed', 'organization.changed', 'organization.changed'],
    ]);
  });
});

describe('the second factor of an organization', () => {
  const acmeOrganization = () => prisma().organization.findUniqueOrThrow({ where: { slug: 'acme' } });
  const declared = (policy: object) => ({ organizations: [{ slug: 'acme', name: 'Acme', ...policy }] });
  const at = (seconds: number, policy: object) => {
    const file = parseClientsFile('f', JSON.stringify(declared(policy)), () => undefined);
    return applyClientsFile({ ...ctx, now: later(seconds) }, file);
  };

  test('is optional unless the file says so', async () => {
    await at(0, {});
    expect(await acmeOrganization()).toMatchObject({
      ...{ secondFactor: 'optional', secondFactorGraceDays: 7, secondFactorRequiredSince: null },
    });
  });

  test('is required since the run that says so, through each later run, and no more once it is not', async () => {
    await at(0, {});
    await audited();
    expect(await at(10, { second_factor: 'required' })).toEqual({ ...nothing, changed: 1 });
    expect(await acmeOrganization()).toMatchObject({
      secondFactor: 'required',
      secondFactorRequiredSince: later(10),
    });
    expect(await audited()).toEqual([
      {
        action: 'organization.changed',
        detail: { slug: 'acme', changes: { secondFactor: { from: 'optional', to: 'required' } } },
      },
    ]);
    expect(await at(20, { second_factor: 'required' })).toEqual(nothing);
    const longer = { second_factor: 'required', second_factor_grace_days: 30 };
    expect(await at(30, longer)).toEqual({ ...nothing, changed: 1 });
    expect(await acmeOrganization()).toMatchObject({
      ...{ secondFactorGraceDays: 30, secondFactorRequiredSince: later(10) },
    });
    expect(await at(40, { second_factor: 'off' })).toEqual({ ...nothing, changed: 1 });
    expect((await acmeOrganization()).secondFactorRequiredSince).toBeNull();
  });

  test('stays when the file drops it, and is the file’s again when it takes it over', async () => {
    await at(0, { second_factor: 'required' });
    await apply({});
    expect(await acmeOrganization()).toMatchObject({
      ...{ managedByFile: false, secondFactor: 'required', secondFactorRequiredSince: start },
    });
    await at(50, { second_factor: 'required' });
    expect((await acmeOrganization()).secondFactorRequiredSince).toEqual(start);
  });

  test('of `default`, where everybody is, is declared like any other', async () => {
    await createSignedInPerson();
    const file = { organizations: [{ slug: 'default', name: 'Acme', second_factor: 'required' }] };
    expect(await apply(file)).toEqual({ ...nothing, changed: 1 });
    expect(await apply(file)).toEqual(nothing);
    const found = await prisma().organization.findUniqueOrThrow({
      where: { slug: 'default' },
      include: { memberships: true },
    });
    expect(found).toMatchObject({ name: 'Acme', managedByFile: true, secondFactorRequiredSince: start });
    expect(found.memberships).toHaveLength(1);
  });

  test.each([
    [{ second_factor: 'always' }, 'second_factor must be one of off, optional, required'],
    [{ second_factor_grace_days: 91 }, 'second_factor_grace_days must be at most 90'],
    [{ second_factor_grace_days: -1 }, 'second_factor_grace_days must be at least 0'],
    [{ second_factor_grace_days: 1.5 }, 'second_factor_grace_days must be a whole number'],
  ])('%j is refused', async (policy, reason) => {
    await expect(apply(declared(policy))).rejects.toMatchObject({
      lines: [expect.stringContaining(`organization acme: ${reason}`)],
    });
  });
});

describe('an API key', () => {
  const find = (name: string) => findLiveApiKey(contextAt(start), hashOf(name));

  test('counts from the run that declares it until the run that does not', async () => {
    expect(await apply({ organizations: [organization(gateway('OLD'))] })).toEqual({
      ...nothing,
      created: 2,
    });
    expect(await find('OLD')).toMatchObject({ name: 'gateway', scopes: ['introspect'] });
    expect(await apply({ organizations: [organization()] })).toEqual({ ...nothing, revoked: 1 });
    expect(await find('OLD')).toBeNull();
    expect(await apply({ organizations: [organization()] })).toEqual(nothing);
    expect((await audited()).map(({ action }) => action)).toEqual([
      ...['organization.created', 'api_key.created', 'api_key.revoked'],
    ]);
  });

  test('that was revoked is refused when the file brings its value again', async () => {
    await apply({ organizations: [organization(gateway('OLD'))] });
    await apply({ organizations: [organization()] });
    await expect(apply({ organizations: [organization(gateway('OLD'))] })).rejects.toMatchObject({
      lines: [expect.stringMatching(/^f:1: organization acme: .*OLD, which holds a key that was revoked/)],
    });
    expect(await find('OLD')).toBeNull();
  });

  test('another value under its name is another key', async () => {
    await apply({ organizations: [organization(gateway('OLD'))] });
    expect(await apply({ organizations: [organization(gateway('NEW'))] })).toEqual({
      ...nothing,
      created: 1,
      revoked: 1,
    });
    expect([await find('OLD'), (await find('NEW'))?.name]).toEqual([null, 'gateway']);
  });

  test('is revoked when its organization is dropped', async () => {
    await apply({ organizations: [organization(gateway('OLD'))] });
    expect(await apply({})).toEqual({ ...nothing, changed: 1, revoked: 1 });
    expect(await find('OLD')).toBeNull();
  });
});

test('of many nodes that start at once, one makes it so and the others find it so', async () => {
  const file = {
    clients: [{ ...acme, secrets: [{ env: 'OLD' }] }],
    organizations: [organization(gateway('NEW'))],
  };
  const applied = await Promise.all(Array.from({ length: 8 }, () => apply(file)));
  expect(applied.filter(({ created }) => created === 3)).toHaveLength(1);
  expect(applied.filter(({ created }) => created === 0)).toHaveLength(7);
  expect(await audited()).toHaveLength(3);
});

test('each row of the audit says that the file did it', async () => {
  await apply({ clients: [acme] });
  expect(await prisma().auditEvent.findFirstOrThrow()).toMatchObject({
    at: start,
    action: 'client.created',
    actorType: 'system',
    requestId: 'clients-file',
    clientId: 'acme',
    targetType: 'client',
    targetId: 'acme',
  });
});
