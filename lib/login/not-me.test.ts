import { beforeEach, describe, expect, test } from 'vitest';
import { type Client, findClient } from '@/lib/clients/store';
import { prisma } from '@/lib/db/prisma';
import type { Person } from '@/lib/login/browser-session';
import { findNotMe, signOutEverywhere } from '@/lib/login/not-me';
import { notMeLink } from '@/lib/login/not-me-link';
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
  signIn,
  start,
} from '@/lib/testing/factories';
import { codeOf } from '@/lib/testing/outcome';

withDatabase();
let person: Person;
let client: Client;
let token: string;
const tokenOf = (userId: string) => new URL(notMeLink(start, userId)).searchParams.get('token')!;
beforeEach(async () => {
  person = await createSignedInPerson();
  client = await createClient();
  token = tokenOf(person.userId);
});

const days = (count: number) => contextAt(later(count * 86_400));
const sessionsOf = (userId: string) => prisma().browserSession.count({ where: { userId } });

describe('the link', () => {
  test('names the account, for seven days, and reading it changes nothing', async () => {
    const expected = { state: 'valid', userId: person.userId, email: person.email };
    expect(await findNotMe(days(0), token)).toEqual(expected);
    expect(await findNotMe(days(6.99), token)).toEqual(expected);
    expect(await findNotMe(days(7), token)).toEqual({ state: 'expired' });
    expect(await sessionsOf(person.userId)).toBe(1);
  });

  test('of nobody else’s making counts, whatever is changed in it', async () => {
    const other = await createSignedInPerson();
    const [userId, issued, mac] = token.split('.') as [string, string, string];
    for (const forged of [
      '',
      'x',
      '..',
      `${other.userId}.${issued}.${mac}`,
      `${userId}.${Number(issued) + 1}.${mac}`,
      `${userId}.${issued}.`,
      `${userId}.${issued}.${mac}.`,
      `${userId}.${issued}.${mac.slice(1)}`,
      tokenOf('019b0000-0000-7000-8000-000000000000'),
    ]) {
      expect(await findNotMe(days(0), forged), forged).toEqual({ state: 'invalid' });
      expect(await signOutEverywhere(days(0), forged)).toBe('invalid');
    }
    expect(await signOutEverywhere(days(7), token)).toBe('expired');
    expect((await sessionsOf(person.userId)) + (await sessionsOf(other.userId))).toBe(2);
  });
});

describe('sign out everywhere', () => {
  test('ends browsers, devices, what is allowed and not redeemed, links; and nothing of anybody else', async () => {
    const other = await createSignedInPerson();
    const theirs = await createTokens(client, other);
    await signIn(person.userId);
    const tokens = await createTokens(client, person);
    const waiting = await createApprovedDevice(client, person);
    const { userId, email } = person;
    const hash = Uint8Array.from(Buffer.alloc(32, 1));
    await prisma().knownBrowser.create({ data: { userId, hash, lastUsedAt: start } });
    await prisma().signInLink.create({ data: { identifier: email, token: email, expires: later(600) } });
    await prisma().emailChange.create({
      data: { userId, tokenHash: hash, email: 'evil@example.com', expiresAt: later(600) },
    });

    expect(await signOutEverywhere(days(0), token)).toBe('valid');
    expect(await sessionsOf(userId)).toBe(0);
    expect(await isLive(tokens.accessToken)).toBe(false);
    const fresh = (await findClient(contextAt(start), client.id))!;
    expect(await codeOf(redeem(fresh, waiting.deviceCode))).toBe('access_denied');
    expect(await prisma().knownBrowser.count({ where: { userId } })).toBe(0);
    expect(await prisma().emailChange.count({ where: { userId } })).toBe(0);
    expect(await prisma().signInLink.count({ where: { identifier: email } })).toBe(0);
    expect(await sessionsOf(other.userId)).toBe(1);
    expect(await isLive(theirs.accessToken)).toBe(true);
    const [row] = await prisma().auditEvent.findMany({
      where: { userId, action: 'person.signed_out_everywhere' },
    });
    expect(row).toMatchObject({
      actorType: 'anonymous',
      detail: { source: 'not_me_link', browsers: 2 },
    });
  });

  test('a second time there is nothing left to end, and it is well', async () => {
    for (let i = 0; i < 2; i++) expect(await signOutEverywhere(days(1), token)).toBe('valid');
    expect(await sessionsOf(person.userId)).toBe(0);
  });

  test('20 at once end everything, and none fails', async () => {
    const tokens = await createTokens(client, person);
    const all = await Promise.all(Array.from({ length: 20 }, () => signOutEverywhere(days(0), token)));
    expect(new Set(all)).toEqual(new Set(['valid']));
    expect(await isLive(tokens.accessToken)).toBe(false);
  });
});
