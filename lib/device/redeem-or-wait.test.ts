import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { knowClient } from '@/lib/clients/remembered';
import type { Client } from '@/lib/clients/store';
import { pool } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import { denyDeviceGrant } from '@/lib/device/decide';
import { type DeviceCodeRequest, redeemDeviceCode } from '@/lib/device/redeem';
import { redeemOrWait } from '@/lib/device/redeem-or-wait';
import { keyOfCode } from '@/lib/device/remembered';
import { consentTicket } from '@/lib/device/ticket';
import { hasRoom, stopWaiting, waitForDecision, waitingDevices, wakeDevice } from '@/lib/device/waiting';
import { actingAs, type Person } from '@/lib/login/browser-session';
import { OAuthError } from '@/lib/oauth/errors';
import { clearOnePerProcess } from '@/lib/process';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  createClient,
  createSignedInPerson,
  enter,
  isLive,
  later,
  refresh,
  start,
  startDevice,
} from '@/lib/testing/factories';
import { allowElsewhere, soon, statementsOf, withNode } from '@/lib/testing/node';
import { codeOf } from '@/lib/testing/outcome';
import { withClock } from '@/lib/testing/wire';

const node = withNode(withDatabase());
const clock = withClock();
let client: Client;
let person: Person;
beforeAll(async () => {
  const { id } = await createClient({ scopes: ['profile', 'email'] });
  await node.told();
  client = (await knowClient(contextAt(start), id))!;
  person = await createSignedInPerson();
});
afterEach(() => {
  clock.at(0);
  node.hearAgain();
  node.forget('devices');
  clearOnePerProcess('waiting');
  vi.restoreAllMocks();
});

type Device = { deviceCode: string; grantId: string; key: string };
async function begin(of = client): Promise<Device> {
  const { deviceCode, userCode } = await startDevice(of);
  return { deviceCode, grantId: await enter(person, userCode), key: keyOfCode(deviceCode) };
}
const deny = ({ grantId }: Device) =>
  denyDeviceGrant(actingAs(contextAt(start), person), {
    ...{ grantId, ticket: consentTicket(person.browserSessionId, grantId) },
  });

type Asked = Partial<DeviceCodeRequest> & { as?: Client; seconds?: number };
/** A poll that would wait: what it ends with, how to hang up, and how long it was told that it may be held. */
function poll({ deviceCode }: Device, { as = client, seconds = 25, ...asked }: Asked = {}) {
  const hangUp = new AbortController();
  const applied: number[] = [];
  const tokens = redeemOrWait(
    contextAt(new Date()),
    as,
    { deviceCode, resources: [], proof: null, ...asked },
    { waitSeconds: seconds, signal: hangUp.signal, onApplied: (honoured) => applied.push(honoured) },
  ).then((outcome) => {
    if (outcome instanceof OAuthError) throw outcome;
    return outcome;
  });
  const code = codeOf(tokens);
  // Each test looks at one of the two.
  for (const one of [tokens, code]) one.catch(() => {});
  return { tokens, code, applied, hangUp: () => hangUp.abort() };
}
const pollAtOnce = ({ deviceCode }: Device) =>
  codeOf(redeemDeviceCode(contextAt(new Date()), client, { deviceCode, resources: [], proof: null }));

const isHeld = ({ key }: Device) => vi.waitFor(() => expect(waitingDevices()).toContain(key), soon);
const nobodyWaits = () => {
  expect(waitingDevices()).toEqual([]);
};

describe('a poll that is held', () => {
  test('gets its tokens by the decision, and asks nothing before', async () => {
    const device = await begin();
    let held = poll(device);
    await isHeld(device);
    expect(await allowElsewhere(person, device.grantId)).toBe('decided');
    const tokens = await held.tokens;
    expect([held.applied, await isLive(tokens.accessToken)]).toEqual([[25], true]);
    nobodyWaits();

    const next = await begin();
    const statements = await statementsOf(async () => {
      held = poll(next);
      await isHeld(next);
    });
    expect(statements).toEqual([]);
    await deny(next);
    expect(await held.code).toBe('access_denied');
  });

  test('is told at once of what was decided before it came', async () => {
    const [allowed, denied] = [await begin(), await begin()];
    await allowElsewhere(person, allowed.grantId);
    await deny(denied);
    await node.told();
    const polls = [poll(allowed), poll(denied)];
    expect(await Promise.all(polls.map(({ code }) => code))).toEqual(['tokens', 'access_denied']);
    nobodyWaits();
  });

  test('is still pending when the time is up, and was one poll for the pace, whatever woke it', async () => {
    const device = await begin();
    const held = poll(device, { seconds: 1 });
    await isHeld(device);
    clock.at(2);
    wakeDevice(device.key);
    await isHeld(device);
    expect(await held.code).toBe('authorization_pending');
    expect(held.applied).toEqual([1]);
    nobodyWaits();
    // The interval counts from its start.
    clock.at(5);
    expect(await pollAtOnce(device)).toBe('authorization_pending');
    clock.at(6);
    await expect(poll(device).tokens).rejects.toMatchObject({ code: 'slow_down', members: { interval: 10 } });
  });

  test('is told of the end of the code when it comes', async () => {
    const device = await begin();
    clock.at(599.9);
    const held = poll(device);
    await isHeld(device);
    clock.at(600);
    expect(await held.code).toBe('expired_token');
    nobodyWaits();
  });

  test.each(['unknown', 'another client’s'])('is none where the code is %s', async (whose) => {
    const device = whose === 'unknown' ? { deviceCode: 'x', grantId: '', key: '' } : await begin();
    const as = await createClient();
    expect(await poll(device, { as }).code).toBe('invalid_grant');
    nobodyWaits();
  });

  test('that is too fast is not held', async () => {
    const device = await begin();
    expect(await pollAtOnce(device)).toBe('authorization_pending');
    expect(await poll(device).code).toBe('slow_down');
    nobodyWaits();
  });

  test('and a second one of the same device: one gets tokens, the other invalid_grant', async () => {
    const device = await begin();
    const first = poll(device);
    await isHeld(device);
    clock.at(5);
    const second = poll(device);
    await vi.waitFor(() => expect(second.applied).toEqual([25]), soon);
    await allowElsewhere(person, device.grantId, later(6));
    expect((await Promise.all([first.code, second.code])).sort()).toEqual(['invalid_grant', 'tokens']);
    const won = await Promise.any([first.tokens, second.tokens]);
    expect(await isLive(won.accessToken)).toBe(true);
    expect(await codeOf(refresh(client, won.refreshToken!, later(6)))).toBe('tokens');
  });

  test('20 of as many devices, of whom each hears of its own decision', async () => {
    const devices: Device[] = [];
    for (let index = 0; index < 20; index++) devices.push(await begin());
    const held = devices.map((device) => poll(device));
    await vi.waitFor(() => expect(waitingDevices()).toHaveLength(20), soon);
    for (const [index, device] of devices.entries())
      await (index % 2 ? deny(device) : allowElsewhere(person, device.grantId));
    const answers = await Promise.all(held.map(({ code }) => code));
    expect(answers).toEqual(devices.map((_, index) => (index % 2 ? 'access_denied' : 'tokens')));
    nobodyWaits();
  });
});

describe('a decision that comes in the midst', () => {
  test('of the look is not lost, though the node has not seen the device before', async () => {
    const device = await begin();
    node.forget('devices');
    const real = pool().query.bind(pool());
    // It is allowed, and told, between what is read and what is done with it.
    vi.spyOn(pool(), 'query').mockImplementationOnce((async (...asked: Parameters<typeof real>) => {
      const read = await real(...asked);
      await allowElsewhere(person, device.grantId);
      await node.told();
      return read;
    }) as never);
    expect(await poll(device).code).toBe('tokens');
    nobodyWaits();
  });

  test('of a hanging up is there for the next poll', async () => {
    const device = await begin();
    const held = poll(device);
    await isHeld(device);
    held.hangUp();
    expect(await held.code).toBe('authorization_pending');
    nobodyWaits();
    await allowElsewhere(person, device.grantId);
    await node.told();
    expect(await prisma().session.count({ where: { deviceGrantId: device.grantId } })).toBe(0);
    expect(await pollAtOnce(device)).toBe('tokens');
  });

  test('of a change of the client is decided by the client as it is', async () => {
    // Read for this very request, while nothing was told; held for as long as it takes.
    const { id } = await createClient({ scopes: ['profile', 'email'] });
    const read = (await knowClient(contextAt(start), id))!;
    const asRead: Client = { ...read };
    delete asRead.isRemembered;
    const device = await begin(asRead);
    const held = poll(device, { as: asRead });
    await isHeld(device);
    await prisma().client.update({ where: { id }, data: { scopes: ['profile'] } });
    await allowElsewhere(person, device.grantId);
    await expect(held.tokens).rejects.toMatchObject({ name: 'Again' });
    const now = (await knowClient(contextAt(start), id))!;
    expect((await poll(device, { as: now }).tokens).scopes).toEqual(['profile']);
  });
});

describe('as many as there is room for', () => {
  const caller = (of: Client) => `${of.id}|198.51.100.0/24`;
  /** So many that wait; returns how they hang up. */
  function fill(count: number, callerOf: (index: number) => string): () => void {
    const hangUps = Array.from({ length: count }, (_, index) => {
      const hangUp = new AbortController();
      const patience = { caller: callerOf(index), milliseconds: 60_000, signal: hangUp.signal };
      void waitForDecision(`device ${index}`, patience);
      return hangUp;
    });
    return () => {
      for (const hangUp of hangUps) hangUp.abort();
    };
  }

  test('one caller more is answered at once, as if it had not asked, and others are held', async () => {
    const hangUp = fill(2_000, () => caller(client));
    const device = await begin();
    const refused = poll(device);
    expect(await refused.code).toBe('authorization_pending');
    expect(refused.applied).toEqual([]);

    const other = await createClient();
    const elsewhere = await begin(other);
    const held = poll(elsewhere, { as: other });
    await isHeld(elsewhere);
    hangUp();
    expect(waitingDevices()).toEqual([elsewhere.key]);
    held.hangUp();
    await held.code;
    expect(hasRoom(caller(client))).toBe(true);
  });

  test('and of all callers together', () => {
    const hangUp = fill(20_000, (index) => `caller ${index % 100}`);
    expect(hasRoom('somebody')).toBe(false);
    hangUp();
    expect(hasRoom('somebody')).toBe(true);
    nobodyWaits();
  });

  test('none at the end of the process: all are answered, and no other is held', async () => {
    const devices = [await begin(), await begin()];
    const held = devices.map((device) => poll(device));
    for (const device of devices) await isHeld(device);
    stopWaiting();
    expect(await Promise.all(held.map(({ code }) => code))).toEqual(
      devices.map(() => 'authorization_pending'),
    );
    nobodyWaits();
    const late = poll(await begin());
    expect(await late.code).toBe('authorization_pending');
    expect(late.applied).toEqual([]);
    nobodyWaits();
  });
});
