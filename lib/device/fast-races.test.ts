import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { knowClient } from '@/lib/clients/remembered';
import type { Client } from '@/lib/clients/store';
import { pool } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import type { Person } from '@/lib/login/browser-session';
import type { OAuthError } from '@/lib/oauth/errors';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  createApprovedDevice,
  createClient,
  createSignedInPerson,
  isLive,
  later,
  redeem,
  refresh,
  start,
} from '@/lib/testing/factories';
import { withNode } from '@/lib/testing/node';
import { codeOf } from '@/lib/testing/outcome';
import { send, withClock } from '@/lib/testing/wire';

/** The races of redeem.test.ts and refresh.test.ts, by what is remembered. */
const node = withNode(withDatabase());
withClock();
let client: Client;
let person: Person;
beforeAll(async () => {
  const { id } = await createClient();
  await node.told();
  client = (await knowClient(contextAt(start), id))!;
  expect(client.isRemembered).toBe(true);
  person = await createSignedInPerson();
});
afterEach(() => {
  vi.restoreAllMocks();
  node.hearAgain();
});

async function createHeardOf(of = client) {
  const device = await createApprovedDevice(of, person);
  await node.told();
  return device;
}
async function createTokens(of = client) {
  const tokens = await redeem(of, (await createHeardOf(of)).deviceCode);
  return { ...tokens, refreshToken: tokens.refreshToken! };
}

/** The same at once on a node that has heard of it, and on one that has not. */
function onTwoNodes<Value>(count: number, run: () => Promise<Value>): Promise<PromiseSettledResult<Value>[]> {
  const here = Array.from({ length: count / 2 }, run);
  node.forget('devices');
  const there = Array.from({ length: count / 2 }, run);
  return Promise.allSettled([...there, ...here]);
}

test('200 parallel polls of what was heard of give one token set, and it stays valid (I1, I5)', async () => {
  const { deviceCode, grantId } = await createHeardOf();
  const settled = await onTwoNodes(200, () => redeem(client, deviceCode));
  const won = settled.filter((one) => one.status === 'fulfilled');
  const lost = settled.filter((one) => one.status === 'rejected');
  expect([won.length, lost.length]).toEqual([1, 199]);
  expect(new Set(lost.map(({ reason }) => (reason as OAuthError).code))).toEqual(new Set(['invalid_grant']));
  expect(await codeOf(redeem(client, deviceCode, later(30)))).toBe('invalid_grant');
  const { accessToken, refreshToken } = won[0]!.value;
  expect(await isLive(accessToken)).toBe(true);
  expect(await isLive((await refresh(client, refreshToken!)).accessToken)).toBe(true);
  expect(await prisma().session.count({ where: { deviceGrantId: grantId } })).toBe(1);
  expect(await prisma().auditEvent.count({ where: { action: 'device.replayed' } })).toBe(0);
});

test('polls that race the notification get tokens once', async () => {
  for (let round = 0; round < 10; round++) {
    const { deviceCode } = await createApprovedDevice(client, person);
    // Nobody waits for the notification here: it comes in the midst of them.
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        Promise.resolve(turn % 2 ? pool().query('SELECT') : null).then(() =>
          codeOf(redeem(client, deviceCode)),
        ),
      ),
    );
    await node.told();
    answers.push(await codeOf(redeem(client, deviceCode)));
    expect(answers.filter((answer) => answer === 'tokens')).toHaveLength(1);
    const known = ['tokens', 'invalid_grant', 'authorization_pending', 'slow_down'];
    expect(answers.filter((answer) => !known.includes(answer))).toEqual([]);
  }
});

test('a redeemed code that was heard of, shown again long after, ends the session (I5)', async () => {
  const { deviceCode } = await createHeardOf();
  const { accessToken } = await redeem(client, deviceCode);
  expect(await codeOf(redeem(client, deviceCode, later(30)))).toBe('invalid_grant');
  expect(await isLive(accessToken)).toBe(true);
  expect(await codeOf(redeem(client, deviceCode, later(31)))).toBe('invalid_grant');
  expect(await isLive(accessToken)).toBe(false);
});

test('100 parallel refreshes never fork the family (I4)', async () => {
  const { refreshToken } = await createTokens();
  const asRead: Client = { ...client };
  delete asRead.isRemembered;
  const settled = await Promise.all(
    Array.from({ length: 100 }, (_, index) => refresh(index % 2 ? client : asRead, refreshToken)),
  );
  expect(new Set(settled.map((one) => one.refreshToken)).size).toBe(1);
  expect(new Set(settled.map((one) => one.accessToken)).size).toBe(1);
  expect(await isLive(settled[0]!.accessToken)).toBe(true);
  expect(await codeOf(refresh(client, settled[0]!.refreshToken!))).toBe('tokens');
});

test('100 parallel refreshes by a client that is old are decided by the client as it is', async () => {
  const { id } = await createClient({ scopes: ['profile', 'email'] });
  await node.told();
  const known = (await knowClient(contextAt(start), id))!;
  const { refreshToken } = await createTokens(known);
  node.miss('clients');
  await prisma().client.update({ where: { id }, data: { scopes: ['profile'] } });
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: id };
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => send('POST', '/oauth2/token', { form })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
  expect(new Set(answers.map(({ body }) => body.scope))).toEqual(new Set(['profile']));
});

test('a claim that the storage fails is 503, and the code still gives tokens (I7)', async () => {
  const { deviceCode } = await createHeardOf();
  const form = {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    ...{ device_code: deviceCode, client_id: client.id },
  };
  const gone = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  vi.spyOn(pool(), 'query').mockRejectedValueOnce(gone as never);
  const failed = await send('POST', '/oauth2/token', { form });
  expect([failed.status, failed.headers.has('retry-after')]).toEqual([503, true]);
  const answer = await send('POST', '/oauth2/token', { form });
  expect(answer.status).toBe(200);
  expect(await isLive(answer.body.access_token)).toBe(true);
});

test('a refresh that the storage fails is 503, and the token is still good (I7)', async () => {
  const { refreshToken } = await createTokens();
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: client.id };
  const gone = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  vi.spyOn(pool(), 'query').mockRejectedValueOnce(gone as never);
  expect((await send('POST', '/oauth2/token', { form })).status).toBe(503);
  expect((await send('POST', '/oauth2/token', { form })).status).toBe(200);
});
