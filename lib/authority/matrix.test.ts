import { beforeAll, describe, expect, test, vi } from 'vitest';
import { Forbidden } from '@/lib/authority/forbidden';
import { type Authority, mayKeyHold, noAuthority, type Permission, permissions } from '@/lib/authority/rules';
import type { RequestContext } from '@/lib/context';
import { newId } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import * as mail from '@/lib/mail/send';
import { calls, canary, createScene, type Scene } from '@/lib/testing/admin-verbs';
import { withDatabase } from '@/lib/testing/database';
import { adminOf, contextAt, contextOf, platformAdmin, settle, start } from '@/lib/testing/factories';

/** Every verb of administrators, in every role: found in the modules themselves, so that none is forgotten. */
type Verb = ((ctx: RequestContext, ...rest: unknown[]) => Promise<unknown>) & { permission: Permission };

const modules = import.meta.glob<Record<string, unknown>>(
  ['../*/*.ts', '!../**/*.test.ts', '!../{testing,db}/**'],
  { eager: true },
);
const verbs: [string, Verb][] = Object.entries(modules).flatMap(([path, exports]) =>
  Object.entries(exports)
    .filter((entry): entry is [string, Verb] => typeof entry[1] === 'function' && 'permission' in entry[1])
    .map(([name, verb]): [string, Verb] => [`${path.slice('../'.length, -'.ts'.length)}.${name}`, verb]),
);

withDatabase();
vi.spyOn(mail, 'sendMail').mockResolvedValue();
let elsewhere: string;
beforeAll(async () => {
  elsewhere = newId(start);
  await prisma().organization.create({ data: { id: elsewhere, slug: 'elsewhere', name: 'Elsewhere' } });
});

const keyOf = (authority: Authority, scopes: readonly string[]): RequestContext => ({
  ...contextAt(start),
  actor: { type: 'api_key', keyId: elsewhere, userId: null, scopes, authority },
});

const deviceOf = (authority: Authority, scopes: readonly string[]): RequestContext => ({
  ...contextAt(start),
  actor: { type: 'session', sessionId: elsewhere, userId: elsewhere, scopes, authority },
});

/** Who calls, and whether that suffices for a permission of this reach upon what is an organization's. */
const roles: [
  string,
  (scene: Scene, permission: Permission) => RequestContext,
  'never' | 'organization' | 'always',
][] = [
  ['nobody', () => contextAt(start), 'never'],
  ['a member', () => contextOf(noAuthority), 'never'],
  ['an admin of another organization', () => contextOf(adminOf(elsewhere)), 'never'],
  ['an owner of another organization', () => contextOf(adminOf(elsewhere, 'owner')), 'never'],
  ['a key of another organization', (_, permission) => keyOf(adminOf(elsewhere), [permission]), 'never'],
  ['a platform admin’s key without the scope', () => keyOf(platformAdmin, []), 'never'],
  ['a device without the scope', ({ organization }) => deviceOf(adminOf(organization.id), []), 'never'],
  [
    'a device of another organization',
    (_, permission) => deviceOf(adminOf(elsewhere), [permission]),
    'never',
  ],
  [
    'a device of its admin',
    ({ organization }, one) => deviceOf(adminOf(organization.id), [one]),
    'organization',
  ],
  [
    'a key of the organization',
    ({ organization }, one) => keyOf(adminOf(organization.id), [one]),
    'organization',
  ],
  ['its admin', ({ organization }) => contextOf(adminOf(organization.id)), 'organization'],
  ['its owner', ({ organization }) => contextOf(adminOf(organization.id, 'owner')), 'organization'],
  ['a platform admin', () => contextOf(platformAdmin), 'always'],
  ['a platform admin’s key', (_, permission) => keyOf(platformAdmin, [permission]), 'always'],
];

/** Everything that is kept, but what was only looked at. */
async function contents(): Promise<unknown> {
  const tables = await prisma().$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('_prisma_migrations', 'rate_limits')`;
  const all = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS t, md5(COALESCE(string_agg(x::text, '' ORDER BY x::text), '')) AS d FROM ${name} x`,
  );
  return prisma().$queryRawUnsafe(`${all.join(' UNION ALL ')} ORDER BY 1`);
}

const asText = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? String(one) : one)) ?? '';

test('there is a call of every verb, and no other', () => {
  expect(Object.keys(calls).sort()).toEqual(verbs.map(([name]) => name).sort());
});

describe.each(verbs)('%s', (name, verb) => {
  const reaches = permissions[verb.permission].reach === 'organization';
  /** Whom this verb is for; what no key may hold is for no key. */
  const isAllowed = ([role, , suffices]: (typeof roles)[number]): boolean =>
    (suffices === 'always' || (suffices === 'organization' && reaches)) &&
    (!/\b(key|device)\b/.test(role) || mayKeyHold(verb.permission));

  test('does nothing for, and tells nothing to, whoever may not', async () => {
    const scene = await createScene();
    const callers: [string, RequestContext][] = [];
    for (const [role, as] of roles.filter((one) => !isAllowed(one)))
      callers.push([role, await settle(as(scene, verb.permission))]);
    const before = await contents();
    for (const [role, ctx] of callers) {
      const told = await verb(ctx, ...calls[name]!(scene)).catch((error: unknown) => {
        expect(error, role).toBeInstanceOf(Forbidden);
      });
      expect(asText(told), role).not.toContain(canary);
      expect(asText(told), role).not.toContain(scene.sessionId);
    }
    expect(await contents()).toEqual(before);
  });

  test.each(roles.filter(isAllowed))('works for %s', async (_role, as) => {
    const scene = await createScene();
    await verb(await settle(as(scene, verb.permission)), ...calls[name]!(scene));
  });
});
