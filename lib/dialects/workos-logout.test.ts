import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Client } from '@/lib/clients/store';
import { prisma } from '@/lib/db/prisma';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import { createClient, createSignedInPerson, createTokens, isLive, start } from '@/lib/testing/factories';
import { get, send, withClock } from '@/lib/testing/wire';
import { routes } from '@/server/routes';

withDatabase();
withClock();

const path = '/user_management/sessions/logout';
const home = 'http://localhost:3000/';
const page = 'https://app.example/bye';
let client: Client;
let person: Person;
let accessToken: string;
let id: string;
beforeAll(async () => {
  client = await createClient({ activationUri: 'https://app.example/activate' });
  person = await createSignedInPerson();
});
beforeEach(async () => {
  const tokens = await createTokens(client, person);
  [accessToken, id] = [tokens.accessToken, tokens.subject.sessionId];
});

const signOut = (query: Record<string, string>, headers?: Record<string, string>) =>
  get(`${path}?${new URLSearchParams(query)}`, headers);

test('ends the session, audited, and leads back', async () => {
  const answer = await signOut({ session_id: id, return_to: page });
  expect([answer.status, answer.text, answer.headers.get('location')]).toEqual([302, '', page]);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(await isLive(accessToken)).toBe(false);
  expect(
    await prisma().auditEvent.findMany({ where: { targetId: id, action: 'session.revoked' } }),
  ).toMatchObject([
    { userId: person.userId, actorType: 'anonymous', at: start, detail: { reason: 'signed_out_by_person' } },
  ]);
  expect((await signOut({ session_id: id, return_to: page })).headers.get('location')).toBe(page);
  expect(await prisma().auditEvent.count({ where: { targetId: id, action: 'session.revoked' } })).toBe(1);
});

test.each([
  ['nowhere in particular', {}, home],
  ['a page of ours', { return_to: '/account' }, 'http://localhost:3000/account'],
  ['the origin of the client’s own page', { return_to: page }, page],
  ['anywhere else', { return_to: 'https://evil.example/' }, home],
  ['another site in disguise', { return_to: '//evil.example' }, home],
  ['the client’s with somebody’s name', { return_to: 'https://a@app.example/' }, home],
  ['a line break', { return_to: 'https://app.example/\r\nx: y' }, home],
])('with a wish to go back to %s', async (_where, query, to) => {
  const answer = await signOut({ session_id: id, ...query } as Record<string, string>);
  expect([answer.status, answer.headers.get('location')]).toEqual([302, to]);
  expect(await isLive(accessToken)).toBe(false);
});

test('a client that is disabled has no page to go back to', async () => {
  const disabled = (disabledAt: Date | null) =>
    prisma().client.update({ where: { id: client.id }, data: { disabledAt } });
  await disabled(start);
  expect((await signOut({ session_id: id, return_to: page })).headers.get('location')).toBe(home);
  await disabled(null);
});

test.each([
  ['one that never was', '019b0000-0000-7000-8000-000000000000'],
  ['none', ''],
  ['what is no id', 'session_01H'],
  ['what no database takes', '\0'],
])('of a session that is none it says nothing: %s', async (_what, session_id) => {
  for (const return_to of ['', page]) {
    const answer = await signOut({ session_id, return_to });
    expect([answer.status, answer.text, answer.headers.get('location')]).toEqual([302, '', home]);
  }
  expect(await isLive(accessToken)).toBe(true);
});

describe('a browser that goes there', () => {
  const gone = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'cross-site' };
  test('ends it', async () => {
    await signOut({ session_id: id }, gone);
    expect(await isLive(accessToken)).toBe(false);
  });

  test.each([
    ['looks ahead', { ...gone, 'sec-purpose': 'prefetch;prerender' }],
    ['looks ahead, in an older way', { purpose: 'prefetch' }],
    ['looks ahead, in Firefox’s older way', { 'x-moz': 'prefetch' }],
    ['loads a picture', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    ['loads a frame', { ...gone, 'sec-fetch-dest': 'iframe' }],
    ['loads data', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
  ])('changes nothing when it %s', async (_what, headers) => {
    const answer = await signOut({ session_id: id, return_to: page }, headers as Record<string, string>);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, page]);
    expect(await isLive(accessToken)).toBe(true);
  });
});

test('HEAD changes nothing', async () => {
  const url = `http://localhost:3000${path}?session_id=${id}`;
  expect((await routes[path]!.GET(new Request(url, { method: 'HEAD' }))).status).toBe(302);
  expect(await isLive(accessToken)).toBe(true);
});

test('no other method is for it', async () => {
  const answer = await send('POST', `${path}?session_id=${id}`, { form: {} });
  expect(answer.status).toBe(405);
  expect(await isLive(accessToken)).toBe(true);
});
