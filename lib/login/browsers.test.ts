import { beforeEach, expect, test } from 'vitest';
import { prisma } from '@/lib/db/prisma';
import { actingAs, type Person } from '@/lib/login/browser-session';
import { endOtherBrowsers, endOwnBrowser, listOwnBrowsers } from '@/lib/login/browsers';
import { describeSignIn } from '@/lib/login/sign-in-words';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, createSignedInPerson, later, signIn, start } from '@/lib/testing/factories';

withDatabase();
let person: Person;
beforeEach(async () => {
  person = await createSignedInPerson();
});
const ctx = () => actingAs(contextAt(start), person);
const idsOf = async () => (await listOwnBrowsers(ctx(), person)).map(({ id }) => id);

test('the list holds every live browser of the person: this one first, then the latest', async () => {
  await createSignedInPerson();
  const [older, newer, expired] = [
    await signIn(person.userId),
    await signIn(person.userId),
    await signIn(person.userId),
  ];
  const at = (id: string, data: object) => prisma().browserSession.update({ where: { id }, data });
  await at(older.browserSessionId, { createdAt: later(10) });
  await at(newer.browserSessionId, { createdAt: later(20), ip: '203.0.113.9', userAgent: 'x' });
  await at(expired.browserSessionId, { expires: start });
  const all = await listOwnBrowsers(ctx(), person);
  expect(all.map(({ id }) => id)).toEqual([
    person.browserSessionId,
    newer.browserSessionId,
    older.browserSessionId,
  ]);
  expect(all.map(({ isThis }) => isThis)).toEqual([true, false, false]);
  expect(all[1]).toMatchObject({ ip: '203.0.113.9', userAgent: 'x', amr: ['email'] });
});

test('one is signed out once, with its audit row', async () => {
  const { browserSessionId: id } = await signIn(person.userId);
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => endOwnBrowser(ctx(), person, id)));
  expect(outcomes.filter(Boolean)).toHaveLength(1);
  expect(await idsOf()).toEqual([person.browserSessionId]);
  const rows = await prisma().auditEvent.findMany({ where: { targetId: id } });
  expect(rows).toMatchObject([{ action: 'person.signed_out', userId: person.userId }]);
});

test('nobody signs out the browser of another', async () => {
  const other = await createSignedInPerson();
  expect(await endOwnBrowser(ctx(), person, other.browserSessionId)).toBe(false);
  expect(await prisma().browserSession.count({ where: { userId: other.userId } })).toBe(1);
});

test('all others are signed out, this one stays; without others nothing happens', async () => {
  await signIn(person.userId);
  await signIn(person.userId);
  expect(await endOtherBrowsers(ctx(), person)).toBe(2);
  expect(await endOtherBrowsers(ctx(), person)).toBe(0);
  expect(await idsOf()).toEqual([person.browserSessionId]);
  const rows = await prisma().auditEvent.findMany({
    where: { userId: person.userId, action: 'person.signed_out' },
  });
  expect(rows).toMatchObject([{ detail: { browsers: 2 } }]);
});

test.each([
  [['email'], 'a mailed link'],
  [['fed', 'otp', 'mfa'], 'your account at another service and an authenticator app'],
  [['swk', 'user', 'mfa'], 'a passkey'],
  [['email', 'recovery_code', 'mfa', 'hwk', 'user'], 'a mailed link, a passkey and a recovery code'],
  [[], ''],
])('%j is %s', (amr, words) => {
  expect(describeSignIn(amr)).toBe(words);
});
