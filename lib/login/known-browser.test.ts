import { beforeEach, expect, test } from 'vitest';
import { recordAudit } from '@/lib/audit/store';
import { sha256 } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { env } from '@/lib/env';
import type { Person } from '@/lib/login/browser-session';
import { welcomeBrowser } from '@/lib/login/known-browser';
import { withDatabase } from '@/lib/testing/database';
import { setTestEnv } from '@/lib/testing/env';
import { contextAt, createSignedInPerson, later, start } from '@/lib/testing/factories';
import { breakMailbox, withMailbox } from '@/lib/testing/mailbox';

withDatabase();
const mailsTo = withMailbox();

let person: Person;
beforeEach(async () => {
  person = await createSignedInPerson();
});

/** Sign in with a browser; returns the cookies that it has then. */
async function signInWith(cookie: string, seconds = 0): Promise<string> {
  const ctx = contextAt(later(seconds));
  const cookies = await welcomeBrowser(ctx, new Headers({ cookie }), person.userId);
  const event = { action: 'person.signed_in' as const, userId: person.userId };
  await recordAudit(prisma(), ctx, event);
  return cookies[0]!.split(';')[0]!;
}

test('the first sign-in of all is no news, another browser is, once', async () => {
  const first = await signInWith('');
  expect(await mailsTo(person.email)).toEqual([]);
  expect(await signInWith(first, 60)).toBe(first);
  expect(await mailsTo(person.email)).toEqual([]);
  const second = await signInWith('', 120);
  await signInWith(second, 180);
  await signInWith(first, 240);
  const [mail, ...more] = await mailsTo(person.email);
  expect(more).toEqual([]);
  expect(mail!.subject).toBe('New sign-in to localhost:3000');
  expect(mail!.text).toContain('When: 1 January 2026 at 12:02 UTC');
  expect(mail!.text).toContain('/login/not-me?token=');
});

test('who signed in before browsers were remembered is told', async () => {
  const ctx = contextAt(start);
  await recordAudit(prisma(), ctx, { action: 'person.signed_in', userId: person.userId });
  await signInWith('', 60);
  expect(await mailsTo(person.email)).toHaveLength(1);
});

test('a browser that somebody else signs in with is news to its next person', async () => {
  const shared = await signInWith('');
  person = await createSignedInPerson();
  await signInWith('', 60);
  await signInWith(shared, 120);
  expect(await mailsTo(person.email)).toHaveLength(1);
});

test('the mark is random, kept as SHA-256, out of reach of scripts, and lasts', async () => {
  const [cookie] = await welcomeBrowser(contextAt(start), new Headers(), person.userId);
  expect(cookie).toMatch(
    /^doorcode\.browser=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax$/,
  );
  const mark = /=([^;]+)/.exec(cookie!)![1]!;
  const [row] = await prisma().knownBrowser.findMany({ where: { userId: person.userId } });
  expect(Buffer.from(row!.hash)).toEqual(sha256(mark));
  await signInWith(cookie!.split(';')[0]!, 90);
  const [used] = await prisma().knownBrowser.findMany({ where: { userId: person.userId } });
  expect(used!.lastUsedAt).toEqual(later(90));
});

test('a mark that is not of our making is not taken over', async () => {
  for (const planted of ['', '*'.repeat(43), 'a'.repeat(44)])
    expect((await signInWith(`doorcode.browser=${planted}`)).split('=')[1]).not.toBe(planted);
});

test('where the mail fails the sign-in goes on, and the next one tells it', async () => {
  await signInWith('');
  const { dataDir } = env();
  breakMailbox();
  const second = await signInWith('', 60);
  setTestEnv({ DATA_DIR: dataDir });
  expect(second).toContain('doorcode.browser=');
  await signInWith(second, 120);
  expect(await mailsTo(person.email)).toHaveLength(1);
});

test('50 sign-ins at once with one new browser: it is known once, and none fails', async () => {
  const mark = `doorcode.browser=${'m'.repeat(43)}`;
  const all = await Promise.all(Array.from({ length: 50 }, () => signInWith(mark)));
  expect(new Set(all)).toEqual(new Set([mark]));
  expect(await prisma().knownBrowser.count({ where: { userId: person.userId } })).toBe(1);
});
