import { beforeAll, expect, test } from 'vitest';
import { changeApiKey, createApiKey, findLiveApiKey } from '@/lib/api-keys/store';
import { newId, sha256 } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, later, start } from '@/lib/testing/factories';

withDatabase();
const organizationId = newId(start);
beforeAll(async () => {
  await prisma().organization.create({
    data: { id: organizationId, slug: 'acme', name: 'Acme', createdAt: start },
  });
});

const make = (secret: string) =>
  createApiKey(prisma(), start, {
    hash: sha256(secret),
    name: secret,
    organizationId,
    scopes: ['introspect'],
    managedByFile: false,
    expiresAt: null,
    revokedAt: null,
  });
const find = (secret: string, at = start) => findLiveApiKey(contextAt(at), sha256(secret));

test('a key is found by what it hashes to, with its organization and what it may do', async () => {
  const id = await make('gateway');
  expect(await find('gateway')).toEqual({
    ...{ id, name: 'gateway', organizationId, userId: null, scopes: ['introspect'] },
    authority: { isPlatformAdmin: false, organizations: [{ id: organizationId, role: 'admin' }] },
  });
  expect(await find('Gateway')).toBeNull();
});

test('its last use is kept to the minute', async () => {
  const id = await make('used');
  const lastUsed = async () => (await prisma().apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt;
  expect(await lastUsed()).toBeNull();
  await find('used', later(59));
  expect(await lastUsed()).toEqual(start);
  await find('used', later(61));
  expect(await lastUsed()).toEqual(later(60));
});

test('a revoked key, an expired one, and one of a disabled organization do not count', async () => {
  await changeApiKey(prisma(), await make('revoked'), { revokedAt: start });
  expect(await find('revoked')).toBeNull();
  await changeApiKey(prisma(), await make('expiring'), { expiresAt: later(1) });
  expect(await find('expiring')).not.toBeNull();
  expect(await find('expiring', later(1))).toBeNull();
  await make('disabled');
  await prisma().organization.update({ where: { id: organizationId }, data: { disabledAt: start } });
  expect(await find('disabled')).toBeNull();
});
