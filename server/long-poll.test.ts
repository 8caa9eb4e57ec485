import { type ClientRequest, createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { isListening } from '@/lib/db/listener';
import { pool } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import { stopWaiting, waitingDevices } from '@/lib/device/waiting';
import type { Person } from '@/lib/login/browser-session';
import { clearOnePerProcess } from '@/lib/process';
import { withDatabase } from '@/lib/testing/database';
import { createDpopKey, makeProof } from '@/lib/testing/dpop';
import { setTestEnv } from '@/lib/testing/env';
import { createClient, createSignedInPerson, enter } from '@/lib/testing/factories';
import { allowElsewhere, endListeners, soon } from '@/lib/testing/node';
import { withClock } from '@/lib/testing/wire';
import { createFront } from '@/server/front';
import { listen } from '@/server/listen';
import { pagePaths } from '@/server/pages';
import { routes } from '@/server/routes';

/** Long-poll as a device sees it: the real front door, a real socket, and the database that tells. */
const database = withDatabase();
const clock = withClock();
let server: Server;
let stop: () => Promise<void>;
let person: Person;
beforeAll(async () => {
  person = await createSignedInPerson();
  await createClient({ id: 'cli', scopes: ['profile'], dpop: 'optional' });
  stop = await listen(database.connectionString());
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  setTestEnv({ PUBLIC_URL: base() });
  const assets = { find: () => undefined, pathOf: () => undefined };
  const next = async () => {};
  server.on('request', createFront({ routes, pages: pagePaths([]), assets, next }));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await stop();
});
afterEach(() => {
  clock.at(0);
  vi.restoreAllMocks();
  clearOnePerProcess('waiting');
});

const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

type Answer = { status: number; applied: string | undefined; body: Record<string, unknown> };
/** A request, and how to hang up. */
function post(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  let sent!: ClientRequest;
  const answer = new Promise<Answer>((resolve, reject) => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    sent = request(
      base() + path,
      { method: 'POST', headers: { ...type, ...headers } },
      (got: IncomingMessage) => {
        got.setEncoding('utf8');
        got.toArray().then((pieces) => {
          const applied = got.headers['preference-applied'] as string | undefined;
          resolve({ status: got.statusCode!, applied, body: JSON.parse(pieces.join('')) });
        }, reject);
      },
    );
    sent.on('error', reject).end(new URLSearchParams(form).toString());
  });
  return { answer, hangUp: () => sent.destroy() };
}

async function begin() {
  const { body } = await post('/oauth2/device_authorization', { client_id: 'cli' }).answer;
  const grantId = await enter(person, String(body.user_code));
  return { code: String(body.device_code), grantId };
}
const poll = (code: string, headers: Record<string, string> = { prefer: 'wait=25' }) =>
  post(
    '/oauth2/token',
    { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: 'cli', device_code: code },
    headers,
  );
const held = (count = 1) => vi.waitFor(() => expect(waitingDevices()).toHaveLength(count), soon);
const deny = (grantId: string) =>
  pool().query(`UPDATE device_grants SET status = 'denied', decided_at = now() WHERE id = $1`, [grantId]);

test('the metadata says so', async () => {
  for (const name of ['oauth-authorization-server', 'openid-configuration'])
    expect(await (await fetch(`${base()}/.well-known/${name}`)).json()).toMatchObject({
      device_authorization_long_poll_supported: true,
      device_authorization_long_poll_max_wait: 25,
    });
});

describe('a poll that would wait', () => {
  test('is answered with tokens by the decision', async () => {
    const { code, grantId } = await begin();
    const waiting = poll(code, { prefer: 'respond-async, wait=100' });
    await held();
    await allowElsewhere(person, grantId);
    const { status, applied, body } = await waiting.answer;
    expect([status, applied]).toEqual([200, 'wait=25']);
    expect(body).toMatchObject({
      access_token: expect.stringMatching(/^dc_/),
      token_type: 'Bearer',
      scope: 'profile',
    });
    await held(0);
  });

  test('is answered with access_denied by a denial', async () => {
    const { code, grantId } = await begin();
    const waiting = poll(code, { prefer: 'wait=20' });
    await held();
    await deny(grantId);
    const { status, applied, body } = await waiting.answer;
    expect([status, applied, body.error]).toEqual([400, 'wait=20', 'access_denied']);
  });

  test('is authorization_pending when the time is up', async () => {
    const { code } = await begin();
    const { status, applied, body } = await poll(code, { prefer: 'wait=1' }).answer;
    expect([status, applied, body.error]).toEqual([400, 'wait=1', 'authorization_pending']);
  });

  test('is expired_token at the end of the code', async () => {
    const { code } = await begin();
    clock.at(599.9);
    const waiting = poll(code);
    await held();
    clock.at(600);
    expect((await waiting.answer).body.error).toBe('expired_token');
  });

  test('is told at once what was decided before', async () => {
    const { code, grantId } = await begin();
    await allowElsewhere(person, grantId);
    const { status, applied } = await poll(code).answer;
    expect([status, applied]).toEqual([200, 'wait=25']);
  });

  test('is tokens for one of two of the same device, and invalid_grant for the other', async () => {
    const { code, grantId } = await begin();
    const first = poll(code);
    await held();
    clock.at(5);
    const second = poll(code);
    // A request that was answered after it came through the same door: the second is held by then.
    await fetch(`${base()}/health/live`);
    await allowElsewhere(person, grantId);
    const answers = await Promise.all([first.answer, second.answer]);
    expect(answers.map(({ body }) => body.error ?? 'tokens').sort()).toEqual(['invalid_grant', 'tokens']);
  });

  test('proves its key once, when it comes', async () => {
    const key = await createDpopKey();
    const { code, grantId } = await begin();
    const dpop = await makeProof(key, { claims: { htu: `${base()}/oauth2/token` } });
    const waiting = poll(code, { prefer: 'wait=25', dpop });
    await held();
    await allowElsewhere(person, grantId);
    const { status, body } = await waiting.answer;
    expect([status, body.token_type]).toEqual([200, 'DPoP']);
  });

  test('gets no more than its client may have at the end of the wait', async () => {
    await createClient({ id: 'changing', scopes: ['profile', 'email'] });
    const asked = { client_id: 'changing' };
    const { body } = await post('/oauth2/device_authorization', asked).answer;
    const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
    const form = { ...asked, grant_type, device_code: String(body.device_code) };
    const waiting = post('/oauth2/token', form, { prefer: 'wait=25' });
    await held();
    await prisma().client.update({ where: { id: 'changing' }, data: { scopes: ['email'] } });
    await allowElsewhere(person, await enter(person, String(body.user_code)));
    const answer = await waiting.answer;
    expect([answer.status, answer.applied, answer.body.scope]).toEqual([200, 'wait=25', 'email']);
  });
});

describe('a poll that is not held', () => {
  test.each([{}, { prefer: 'return=minimal' }, { prefer: 'wait=0' }, { prefer: 'wait=soon' }])(
    'is answered as ever: %j',
    async (headers) => {
      const { code, grantId } = await begin();
      const pending = await poll(code, headers as Record<string, string>).answer;
      expect([pending.status, pending.applied, pending.body.error]).toEqual([
        400,
        undefined,
        'authorization_pending',
      ]);
      await allowElsewhere(person, grantId);
      let seconds = 0;
      await vi.waitFor(async () => {
        seconds += 5;
        clock.at(seconds);
        expect((await poll(code, headers as Record<string, string>).answer).status).toBe(200);
      }, soon);
    },
  );

  test('is one of a device that has hung up: its place is free, and the next poll gets the tokens', async () => {
    const { code, grantId } = await begin();
    const waiting = poll(code);
    waiting.answer.catch(() => {});
    await held();
    waiting.hangUp();
    await held(0);
    await allowElsewhere(person, grantId);
    expect(await prisma().session.count({ where: { deviceGrantId: grantId } })).toBe(0);
    clock.at(5);
    expect((await poll(code).answer).status).toBe(200);
  });

  test('is any at the end of the process', async () => {
    const devices = [await begin(), await begin(), await begin()];
    const waiting = devices.map(({ code }) => poll(code));
    await held(3);
    stopWaiting();
    const answers = await Promise.all(waiting.map(({ answer }) => answer));
    expect(answers.map(({ body }) => body.error)).toEqual(devices.map(() => 'authorization_pending'));
    const late = await poll((await begin()).code).answer;
    expect([late.applied, late.body.error]).toEqual([undefined, 'authorization_pending']);
  });
});

describe('while the database tells nothing', () => {
  const isUp = (up: boolean) => vi.waitFor(() => expect(isListening()).toBe(up), soon);

  test('a decision is found by asking', async () => {
    await stop();
    // Its pool alone answers: what would tell leads nowhere.
    stop = await listen('postgres://nobody@127.0.0.1:1/nothing');
    try {
      const { code, grantId } = await begin();
      const waiting = poll(code);
      await held();
      await allowElsewhere(person, grantId);
      const { status, applied } = await waiting.answer;
      expect([status, applied]).toEqual([200, 'wait=25']);
    } finally {
      await stop();
      stop = await listen(database.connectionString());
    }
  });

  test('a decision that was told to nobody is found when it tells again', async () => {
    const { code, grantId } = await begin();
    const waiting = poll(code);
    await held();
    // Ended and decided in one: nobody can have heard it.
    await endListeners();
    await isUp(false);
    await allowElsewhere(person, grantId);
    expect((await waiting.answer).status).toBe(200);
    await isUp(true);
  });

  test('an asking that was on its way when it began to tell again is not trusted', async () => {
    const { code, grantId } = await begin();
    const waiting = poll(code);
    await held();
    let askings = 0;
    const real = pool().query.bind(pool());
    vi.spyOn(pool(), 'query').mockImplementation((async (...asked: Parameters<typeof real>) => {
      const isAsking = (asked[0] as { name?: string }).name === 'find_decided';
      if (!isAsking || askings++ > 0) return real(...asked);
      // It has seen the grant pending, and answers only after it was decided and the connection was lost and back.
      const seen = await real(...asked);
      await endListeners();
      await isUp(false);
      await allowElsewhere(person, grantId);
      await isUp(true);
      return seen;
    }) as never);
    await endListeners();
    expect((await waiting.answer).status).toBe(200);
    expect(askings).toBeGreaterThan(1);
  });
});
