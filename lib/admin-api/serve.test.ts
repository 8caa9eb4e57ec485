import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Operation } from '@/lib/admin-api/operation';
import { operations } from '@/lib/admin-api/operations';
import { nothingHere, serve } from '@/lib/admin-api/serve';
import { createApiKey } from '@/lib/api-keys/store';
import { permissions } from '@/lib/authority/rules';
import { newId, randomSecret, sha256 } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { methods } from '@/lib/oauth/methods';
import { examples } from '@/lib/testing/admin-api';
import { canary, createScene, type Scene } from '@/lib/testing/admin-verbs';
import { withDatabase } from '@/lib/testing/database';
import { start } from '@/lib/testing/factories';
import { formatApiKey } from '@/lib/tokens/format';

/** Every operation of the admin API with every kind of key: none, one that is unknown, too small, another’s, and right. */
withDatabase();
let scene: Scene;
let elsewhere: string;
let admin: string;
beforeAll(async () => {
  elsewhere = newId(start);
  admin = newId(start);
  await prisma().organization.create({ data: { id: elsewhere, slug: 'elsewhere', name: 'Elsewhere' } });
  await prisma().user.create({ data: { id: admin, email: 'boss@example.com', role: 'admin' } });
});
beforeEach(async () => {
  scene = await createScene();
});

type Owner = { userId: string } | { organizationId: string };
async function keyOf(owner: Owner, scopes: string[]): Promise<string> {
  const key = formatApiKey(randomSecret());
  await createApiKey(prisma(), start, {
    ...{ hash: sha256(key), name: 'test', scopes, managedByFile: false, expiresAt: null, revokedAt: null },
    ...{ organizationId: null, ...owner },
  });
  return key;
}

/** The operation, called upon what is in the scene. */
async function call(one: Operation, key: string | null, changed: RequestInit & { query?: string } = {}) {
  const { path = {}, query: asked = '', body } = examples[one.id]!(scene);
  const url = one.url.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name]!));
  const headers = {
    ...(key !== null && { authorization: `Bearer ${key}` }),
    ...(one.body && { 'content-type': 'application/json' }),
  };
  const { query = asked, ...init } = changed;
  const answer = await methods(serve(one))[one.method](
    new Request(`http://localhost${url}${query}`, {
      ...{ method: one.method, headers, ...(one.body && { body: JSON.stringify(body ?? {}) }), ...init },
    }),
  );
  const text = await answer.text();
  return { status: answer.status, text, headers: answer.headers, body: text ? JSON.parse(text) : null };
}

const isOrganizations = (one: Operation) => permissions[one.permission].reach === 'organization';
const isList = (one: Operation) =>
  one.path === undefined && /Page$/.test((one.answer?.meta()?.id as string) ?? '');

test('there is an example of every operation, and no other', () => {
  expect(Object.keys(examples).toSorted()).toEqual(operations.map(({ id }) => id).toSorted());
});

describe.each(operations.map((one): [string, Operation] => [one.id, one]))('%s', (_id, one) => {
  test('without a key: 401, and no error code in the challenge', async () => {
    const answer = await call(one, null);
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_token']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="doorcode"');
  });

  test('with a key that nobody knows: 401', async () => {
    const answer = await call(one, formatApiKey(randomSecret()));
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_token']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="doorcode", error="invalid_token"');
  });

  test('with a key of another scope: 403, and which one is needed', async () => {
    const answer = await call(one, await keyOf({ userId: admin }, ['profile', 'webhooks:read']));
    expect([answer.status, answer.body.error]).toEqual([403, 'insufficient_scope']);
    expect(answer.headers.get('www-authenticate')).toContain(`scope="${one.permission}"`);
  });

  test('with a key of somebody who administers nothing: 403', async () => {
    const answer = await call(one, await keyOf({ userId: scene.userId }, [one.permission]));
    expect([answer.status, answer.body.error]).toEqual([403, 'insufficient_scope']);
    expect(answer.text).not.toContain(canary);
  });

  test('with another organization’s key: as if nothing were there', async () => {
    const answer = await call(one, await keyOf({ organizationId: elsewhere }, [one.permission]));
    expect(answer.status).toBe(!isOrganizations(one) ? 403 : isList(one) ? 200 : 404);
    expect(answer.text).not.toContain(canary);
    expect(answer.text).not.toContain(scene.userId);
  });

  test('with the organization’s own key, and with a platform admin’s: it is done', async () => {
    const own = await call(one, await keyOf({ organizationId: scene.organization.id }, [one.permission]));
    expect(own.status, own.text).toBe(isOrganizations(one) ? one.status : 403);
    scene = await createScene();
    const all = await call(one, await keyOf({ userId: admin }, [one.permission]));
    expect(all.status, all.text).toBe(one.status);
    expect(all.headers.get('cache-control')).toBe('no-store');
    if (one.answer && one.status === 200) expect(all.text).toContain(canary);
  });

  test('what is not known, repeated or not clean is told', async () => {
    const key = await keyOf({ userId: admin }, [one.permission]);
    const unknown = await call(one, key, { query: '?nonsense=1' });
    expect([unknown.status, unknown.body.fields]).toEqual([400, { nonsense: 'is not known here' }]);
    for (const query of ['?search=a&search=b', '?search=%00', '?cursor=%ED%A0%80'])
      expect((await call(one, key, { query })).status).toBe(400);
  });
});

describe.each(operations.filter(({ body }) => body).map((one): [string, Operation] => [one.id, one]))(
  'the body of %s',
  (_id, one) => {
    test.each<[string, RequestInit, number]>([
      ['a form', { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
      ['no JSON', { body: '{' }, 400],
      ['a list', { body: '[]' }, 400],
      ['null', { body: 'null' }, 400],
      ['unknown members', { body: '{"nonsense":1,"__proto__":{"a":1}}' }, 400],
      ['NUL', { body: '{"name":"\\u0000"}' }, 400],
      ['a lone surrogate', { body: '{"name":"\\ud800"}' }, 400],
      ['over 64 KiB', { body: `{"name":"${'x'.repeat(70_000)}"}` }, 413],
    ])('%s is refused', async (_what, { body, headers }, status) => {
      const key = await keyOf({ userId: admin }, [one.permission]);
      const sent = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers };
      const answer = await call(one, null, { body: body!, headers: sent as Record<string, string> });
      expect([answer.status, typeof answer.body.error_description]).toEqual([status, 'string']);
    });
  },
);

test('other methods of a path: 405; other paths: 404', async () => {
  const route = methods(serve(operations[0]!));
  const answer = await route.PUT(new Request('http://localhost/api/admin/users', { method: 'PUT' }));
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, OPTIONS, HEAD']);
  const nowhere = await nothingHere(new Request('http://localhost/api/admin/x'));
  expect([nowhere.status, (await nowhere.json()).error]).toEqual([404, 'not_found']);
});

test('what names nothing is not found', async () => {
  const key = await keyOf({ userId: admin }, ['people:read']);
  const one = operations.find(({ id }) => id === 'getUser')!;
  for (const id of ['x', '%00', '%', newId(start), encodeURIComponent('../users')]) {
    const headers = { authorization: `Bearer ${key}` };
    const request = new Request(`http://localhost/api/admin/users/${id}`, { headers });
    expect((await methods(serve(one)).GET(request)).status, id).toBe(404);
  }
});
