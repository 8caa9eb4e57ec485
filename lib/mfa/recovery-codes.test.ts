import { beforeEach, describe, expect, test } from 'vitest';
import { prisma } from '@/lib/db/prisma';
import { actingAs, type Person } from '@/lib/login/browser-session';
import { verifyAuthenticator } from '@/lib/mfa/authenticator';
import { readNewCodes, rememberNewCodes } from '@/lib/mfa/new-codes-cookie';
import {
  formatRecoveryCode,
  makeFirstRecoveryCodes,
  makeNewRecoveryCodes,
  normalizeRecoveryCode,
  verifyRecoveryCode,
} from '@/lib/mfa/recovery-codes';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, createSignedInPerson, later, signIn, start } from '@/lib/testing/factories';
import { withMailbox } from '@/lib/testing/mailbox';

withDatabase();
withMailbox();

let person: Person;
let ctx: ReturnType<typeof contextAt>;
let codes: string[];
beforeEach(async () => {
  person = await createSignedInPerson();
  ctx = actingAs(contextAt(start), person);
  await addApp(person.userId);
  codes = (await makeFirstRecoveryCodes(ctx, person.userId))!;
});

/** Codes come with a factor alone. */
const addApp = (userId: string) =>
  prisma().authenticator.create({
    data: { userId, secretEncrypted: Uint8Array.from([1]), lastUsedStep: 0n, createdAt: start },
  });

const use = async (code: string, who = person) => (await verifyRecoveryCode(ctx, who, code)).outcome;

describe('recovery codes', () => {
  test('are ten, of 80 bits each, and kept as keyed hashes alone', async () => {
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{16}$/);
    const rows = await prisma().recoveryCode.findMany({ where: { userId: person.userId } });
    expect(rows.map(({ hmac }) => hmac.length)).toEqual(Array(10).fill(32));
    expect(JSON.stringify(rows)).not.toContain(codes[0]);
  });

  test('each works once', async () => {
    expect(await use(codes[0]!)).toBe('verified');
    expect(await use(codes[0]!)).toBe('wrong');
    expect(await use(codes[1]!)).toBe('verified');
    expect(await prisma().recoveryCode.count({ where: { userId: person.userId, usedAt: null } })).toBe(8);
  });

  test('50 uses of one at once: one success', async () => {
    const sessions = await Promise.all(Array.from({ length: 50 }, () => signIn(person.userId)));
    const all = await Promise.all(sessions.map((session) => use(codes[0]!, session)));
    expect(all.filter((outcome) => outcome === 'verified')).toHaveLength(1);
  });

  test('open nobody else’s account', async () => {
    expect(await use(codes[0]!, await createSignedInPerson())).toBe('wrong');
  });

  test('new ones take the place of the old', async () => {
    const fresh = (await makeNewRecoveryCodes(ctx, person))!;
    expect(await use(codes[0]!)).toBe('wrong');
    expect(await use(fresh[0]!)).toBe('verified');
  });

  test('a further factor makes no new ones', async () => {
    expect(await makeFirstRecoveryCodes(ctx, person.userId)).toBeNull();
    expect(await use(codes[9]!)).toBe('verified');
  });

  test('are not made for whoever has no factor: nothing is left behind for later', async () => {
    await prisma().authenticator.deleteMany();
    await prisma().recoveryCode.deleteMany();
    expect(await makeFirstRecoveryCodes(ctx, person.userId)).toBeNull();
    expect(await makeNewRecoveryCodes(ctx, person)).toBeNull();
    expect(await prisma().recoveryCode.count()).toBe(0);
  });

  test('new ones that are asked for several times at once are ten, all of the last', async () => {
    const made = await Promise.all(Array.from({ length: 4 }, () => makeNewRecoveryCodes(ctx, person)));
    expect(await prisma().recoveryCode.count({ where: { userId: person.userId } })).toBe(10);
    const works = await Promise.all(made.map((some) => use(some![0]!)));
    expect(works.filter((outcome) => outcome === 'verified')).toHaveLength(1);
  });

  test('two first factors at once make one set of codes', async () => {
    const { userId } = await createSignedInPerson();
    await addApp(userId);
    const made = await Promise.all(Array.from({ length: 5 }, () => makeFirstRecoveryCodes(ctx, userId)));
    expect(made.filter(Boolean)).toHaveLength(1);
  });

  test('share one counter of failures with every other factor', async () => {
    for (let i = 0; i < 5; i++) await use('0000-0000-0000-0000');
    for (let i = 0; i < 5; i++) await verifyAuthenticator(ctx, person, '000000');
    expect(await use(codes[0]!)).toBe('limited');
  });
});

test.each([
  ['as it is shown', '0123-4567-89ab-cdef', '0123456789abcdef'],
  ['in capitals, with spaces', ' 0123 4567 89AB CDEF ', '0123456789abcdef'],
  ['with what looks alike', 'oO1l-iIL1-89ab-cdef', '0011111189abcdef'],
  ['too short', '0123-4567-89ab-cde', null],
  ['with a letter that is none', 'u123-4567-89ab-cdef', null],
  ['empty', '', null],
])('a code that is typed %s', (_how, typed, code) => expect(normalizeRecoveryCode(typed)).toBe(code));

test('is shown in groups of four', () =>
  expect(formatRecoveryCode('0123456789abcdef')).toBe('0123-4567-89ab-cdef'));

describe('the page that shows them once', () => {
  const headers = (cookie: string) => new Headers({ cookie: cookie.split(';')[0]! });

  test('shows them to the session that made them, for a quarter of an hour', () => {
    const kept = headers(rememberNewCodes(ctx, person, codes));
    expect(readNewCodes(ctx, person, kept)).toEqual(codes);
    expect(readNewCodes(contextAt(later(900)), person, kept)).toBeNull();
  });

  test('shows nobody else’s: a planted or changed cookie is none', async () => {
    const cookie = rememberNewCodes(ctx, person, codes);
    expect(cookie).not.toContain(codes[0]);
    expect(readNewCodes(ctx, await signIn(person.userId), headers(cookie))).toBeNull();
    expect(readNewCodes(ctx, person, headers(cookie.replace('=', '=A')))).toBeNull();
    expect(readNewCodes(ctx, person, new Headers())).toBeNull();
  });
});
