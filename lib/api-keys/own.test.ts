import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { revokeApiKeyByAdmin } from '@/lib/api-keys/administer';
import { requireApiKey } from '@/lib/api-keys/authenticate';
import { createOwnApiKey, listOwnApiKeys, revokeOwnApiKey } from '@/lib/api-keys/own';
import type { ExpiryChoice } from '@/lib/api-keys/rules';
import type { ApiKeyScope } from '@/lib/api-keys/scopes';
import { newId } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { actingAs, type Person } from '@/lib/login/browser-session';
import * as mail from '@/lib/mail/send';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  contextOf,
  createSignedInPerson,
  later,
  platformAdmin,
  start,
} from '@/lib/testing/factories';
import { codeOf } from '@/lib/testing/outcome';
import { isWellFormedApiKey } from '@/lib/tokens/format';
import { answerUserinfo } from '@/lib/tokens/userinfo';

withDatabase();
const mails = vi.spyOn(mail, 'tellByMail').mockResolvedValue(true);
let person: Person;
let organizationId: string;

beforeAll(async () => {
  organizationId = newId(start);
  await prisma().organization.create({ data: { id: organizationId, slug: 'acme', name: 'Acme' } });
});
beforeEach(async () => {
  person = await createSignedInPerson();
  mails.mockClear();
});

const make = async (scopes: ApiKeyScope[], expiry: ExpiryChoice = '90', who = person) => {
  const made = await createOwnApiKey(actingAs(contextAt(start), who), who, { name: 'CI', scopes, expiry });
  if (made.problem !== null) throw new Error(made.problem);
  return made;
};
const carrying = (key: string, scheme = 'Bearer') =>
  new Request('http://localhost/', { headers: { authorization: `${scheme} ${key}` } });
const use = (key: string, scope: ApiKeyScope = 'profile', at = start, ip?: string) =>
  requireApiKey(contextAt(at, ip), carrying(key), scope);
const outcome = async (attempt: Promise<unknown>) => {
  const code = await codeOf(attempt);
  return code === 'tokens' ? 'used' : code;
};
const asOwner = async () => {
  await prisma().membership.create({ data: { organizationId, userId: person.userId, role: 'owner' } });
  person = { ...person, administers: [{ id: organizationId, role: 'owner' }] };
};

describe('a key of one’s own', () => {
  test('is told once, kept as a hash, listed by its first letters, and told by mail', async () => {
    const { id, key } = await make(['profile']);
    expect(isWellFormedApiKey(key)).toBe(true);
    expect(await listOwnApiKeys(person)).toMatchObject([{ id, hint: key.slice(0, 11), scopes: ['profile'] }]);
    const stored = await prisma().apiKey.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(stored)).not.toContain(key);
    expect(stored).toMatchObject({ createdById: person.userId, expiresAt: later(90 * 86_400) });
    expect(mails).toHaveBeenCalledOnce();
    expect(JSON.stringify(mails.mock.calls)).not.toContain(key);
    const audit = await prisma().auditEvent.findFirstOrThrow({ where: { targetId: id } });
    expect(audit).toMatchObject({ action: 'api_key.created', userId: person.userId });
    expect(JSON.stringify(audit.detail)).not.toContain(key.slice(8));
  });

  test.each([
    ['no name', { name: ' ', scopes: ['profile'] }, 'name'],
    ['no scope', { name: 'CI', scopes: [] }, 'scopes'],
    ['what its person may not do', { name: 'CI', scopes: ['sessions:read'] }, 'scopes'],
    ['what is for organizations', { name: 'CI', scopes: ['introspect'] }, 'scopes'],
  ])('is not made with %s', async (_what, wanted, problem) => {
    const made = await createOwnApiKey(contextAt(start), person, { ...wanted, expiry: '7' });
    expect(made).toEqual({ problem });
    expect(await listOwnApiKeys(person)).toEqual([]);
  });

  test('there are fifty that count at most, however many are made at once', async () => {
    await prisma().apiKey.createMany({
      data: Array.from({ length: 52 }, (_, i) => ({
        ...{ id: newId(start), userId: person.userId, name: 'old', createdAt: start, scopes: [] },
        ...{ hash: Uint8Array.from(Buffer.from(newId(start))), revokedAt: i < 4 ? start : null },
      })),
    });
    const attempts = Array.from({ length: 6 }, () =>
      createOwnApiKey(contextAt(start), person, { name: 'CI', scopes: ['profile'], expiry: '7' }),
    );
    const problems = (await Promise.all(attempts)).map(({ problem }) => problem);
    expect(problems.filter((one) => one === null)).toHaveLength(2);
    expect(problems.filter((one) => one === 'too_many')).toHaveLength(4);
  });
});

describe('a key counts', () => {
  test('for as long as it was made for', async () => {
    const { key } = await make(['profile'], '7');
    expect(await outcome(use(key, 'profile', later(7 * 86_400 - 1)))).toBe('used');
    expect(await outcome(use(key, 'profile', later(7 * 86_400)))).toBe('invalid_token');
    expect(await outcome(use((await make(['profile'], 'none')).key, 'profile', later(9e8)))).toBe('used');
  });

  test.each<[string, string]>([
    ['a disabled person', 'UPDATE users SET disabled_at = now() WHERE id = $1::uuid'],
    ['a deleted one', 'DELETE FROM users WHERE id = $1::uuid'],
  ])('not of %s', async (_who, change) => {
    const { key } = await make(['profile']);
    await prisma().$executeRawUnsafe(change, person.userId);
    expect(await outcome(use(key))).toBe('invalid_token');
  });

  test('with what its person administers now', async () => {
    await asOwner();
    const { key } = await make(['sessions:read']);
    const reach = async () => (await use(key, 'sessions:read')).authority;
    expect(await reach()).toEqual({
      isPlatformAdmin: false,
      organizations: [{ id: organizationId, role: 'owner' }],
    });
    await prisma().membership.updateMany({ where: { userId: person.userId }, data: { role: 'member' } });
    expect(await reach()).toEqual({ isPlatformAdmin: false, organizations: [] });
  });

  test('for what it is for', async () => {
    const { key } = await make(['profile']);
    expect(await outcome(use(key, 'sessions:read'))).toBe('insufficient_scope');
  });

  test('changed by a letter it does not, and who tries many is slowed down while others are not', async () => {
    const { key } = await make(['profile']);
    const wrong = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A');
    const tries = await Promise.all(
      Array.from({ length: 61 }, () => outcome(use(wrong, 'profile', start, '203.0.113.9'))),
    );
    expect(tries.filter((one) => one === 'invalid_token')).toHaveLength(60);
    expect(tries.filter((one) => one === 'too_many_requests')).toHaveLength(1);
    expect(await outcome(use(key, 'profile', start, '203.0.113.9'))).toBe('used');
    expect(await outcome(use(wrong))).toBe('invalid_token');
  });

  test('at userinfo, where it says who its person is', async () => {
    const { key } = await make(['profile']);
    expect(await answerUserinfo(contextAt(start), carrying(key))).toEqual({
      ...{ sub: person.userId, name: 'Pat Doe', email: person.email, email_verified: true },
    });
    expect(await outcome(answerUserinfo(contextAt(start), carrying(key, 'DPoP')))).toBe('invalid_token');
  });
});

describe('revoking', () => {
  test('of many at once one does, and whoever uses it meanwhile is let in before or refused after', async () => {
    const { id, key } = await make(['profile']);
    const ctx = actingAs(contextAt(start), person);
    const [revoked, uses] = await Promise.all([
      Promise.all([
        ...Array.from({ length: 5 }, () => revokeOwnApiKey(ctx, person, id)),
        ...Array.from({ length: 5 }, () => revokeApiKeyByAdmin(contextOf(platformAdmin), id)),
      ]),
      Promise.all(Array.from({ length: 20 }, () => outcome(use(key)))),
    ]);
    expect(revoked.filter(Boolean)).toHaveLength(1);
    expect(uses.every((one) => one === 'used' || one === 'invalid_token')).toBe(true);
    expect(await outcome(use(key))).toBe('invalid_token');
    expect(await prisma().auditEvent.count({ where: { action: 'api_key.revoked', targetId: id } })).toBe(1);
    expect(await listOwnApiKeys(person)).toEqual([]);
  });

  test('nobody else’s', async () => {
    const { id, key } = await make(['profile']);
    const other = await createSignedInPerson();
    expect(await revokeOwnApiKey(actingAs(contextAt(start), other), other, id)).toBe(false);
    expect(await outcome(use(key))).toBe('used');
  });

  test('not what CLIENTS_FILE declares: it would come back', async () => {
    const { id } = await prisma().apiKey.create({
      data: {
        ...{ id: newId(start), organizationId, name: 'of file', createdAt: start, managedByFile: true },
        ...{ hash: Uint8Array.from([1, 2, 3]), scopes: ['introspect'] },
      },
    });
    expect(await revokeApiKeyByAdmin(contextOf(platformAdmin), id)).toBe(false);
  });
});
