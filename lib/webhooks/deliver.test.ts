import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findFailingWebhooks } from '@/lib/activity/attention-store';
import { followAudit } from '@/lib/audit/follow';
import { pool } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import { happen } from '@/lib/testing/audit';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, contextOf, platformAdmin, start } from '@/lib/testing/factories';
import { type Received, startReceiver } from '@/lib/testing/receiver';
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  rotateWebhookSecret,
  switchWebhook,
} from '@/lib/webhooks/change';
import { sendDueDeliveries } from '@/lib/webhooks/deliver';
import { markFailing } from '@/lib/webhooks/delivery-store';
import { describeWebhook, listWebhooks } from '@/lib/webhooks/list';
import { replayDeliveries, sendDeliveryAgain, sendTestEvent } from '@/lib/webhooks/send-again';

withDatabase();

/** The library that receivers use takes the time from the machine. */
const now = new Date();
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const admin = (at = now) => contextOf(platformAdmin, at);
const send = (at = now) => sendDueDeliveries(contextAt(at));
const follow = (at = now) => followAudit(contextAt(at));

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let answer: Parameters<typeof startReceiver>[0];
beforeEach(async () => {
  await pool().query('TRUNCATE audit_events, audit_batches, activity, webhook_endpoints CASCADE');
  answer = () => 204;
  receiver = await startReceiver((one) => answer!(one));
});
afterEach(() => receiver.stop());

const create = async (events: string[] = ['person.'], url = receiver.url) =>
  (await createWebhook(admin(), { url, description: null, events }))!;
const deliveries = () => prisma().webhookDelivery.findMany({ orderBy: { eventId: 'asc' } });
const endpoint = async (id: string) => (await describeWebhook(admin(), id))!.endpoint;
const read = (secret: string, { body, headers }: Received) =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as {
    type: string;
    timestamp: string;
    data: Record<string, unknown>;
  };

test('what happened arrives, signed, once', async () => {
  const { id, secret } = await create();
  const userId = '00000000-0000-7000-8000-000000000001';
  const target = { type: 'user', id: userId };
  await happen({ userId, target, detail: { method: 'email' } });
  await happen({ action: 'client.changed' });
  await follow();
  await send();
  await send(inSeconds(3_600));
  expect(receiver.received).toHaveLength(1);
  const [one] = receiver.received;
  expect(one!.headers).toMatchObject({ 'content-type': 'application/json' });
  const [delivery] = await deliveries();
  expect(one!.headers['webhook-id']).toBe(delivery!.id);
  expect(read(secret, one!)).toEqual({
    type: 'person.signed_in',
    timestamp: start.toISOString(),
    data: {
      ...{ id: String(delivery!.eventId), actor: { type: 'anonymous', id: null }, user_id: userId, target },
      ...{ client_id: null, organization_id: null, ip: '198.51.100.7', network: '198.51.100.0/24' },
      ...{ request_id: 'test', detail: { method: 'email' } },
    },
  });
  expect(() => read('whsec_c2VjcmV0IG9mIHNvbWVib2R5IGVsc2Vz', one!)).toThrow();
  const shown = (await describeWebhook(admin(), id))!.deliveries;
  expect(shown).toMatchObject([{ type: 'person.signed_in', attempts: 1, lastStatus: 204, deliveredAt: now }]);
});

test('two senders at once send nothing twice', async () => {
  await create([]);
  for (let at = 0; at < 60; at++) await happen();
  await follow();
  await Promise.all([send(), send(), send()]);
  await Promise.all([send(), send()]);
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  // The creation of the webhook is an event too.
  expect(ids).toHaveLength(61);
  expect(new Set(ids).size).toBe(61);
  expect(await prisma().webhookDelivery.count({ where: { deliveredAt: null } })).toBe(0);
});

describe('what does not arrive', () => {
  test.each([
    [
      'an error',
      () => ({ status: 500, body: `broken\u0007\n ${'x'.repeat(5_000)}` }),
      500,
      /^broken x{193}$/,
    ],
    [
      'a redirect, which is not followed',
      () => ({ status: 307, headers: { location: '/elsewhere' } }),
      307,
      null,
    ],
  ] as const)('%s is tried again later', async (_what, say, status, error) => {
    answer = say;
    const { id } = await create();
    await happen();
    await follow();
    await send();
    const [tried] = await deliveries();
    expect(tried).toMatchObject({ attempts: 1, lastStatus: status, deliveredAt: null });
    if (error) expect(tried!.lastError).toMatch(error);
    const wait = (tried!.nextAttemptAt!.getTime() - now.getTime()) / 1000;
    expect(wait).toBeGreaterThanOrEqual(8);
    expect(wait).toBeLessThanOrEqual(12);
    expect((await endpoint(id)).failingSince).toEqual(now);

    await send(inSeconds(7));
    expect(receiver.received).toHaveLength(1);
    answer = () => 200;
    await send(inSeconds(13));
    expect(receiver.received.map(({ path }) => path)).toEqual(['/in', '/in']);
    expect(receiver.received[1]!.headers['webhook-id']).toBe(tried!.id);
    expect((await deliveries())[0]).toMatchObject({
      attempts: 2,
      deliveredAt: inSeconds(13),
      nextAttemptAt: null,
    });
    expect((await endpoint(id)).failingSince).toBeNull();
  });

  test('nobody there', async () => {
    await create(['person.'], 'http://127.0.0.1:1/in');
    await happen();
    await follow();
    await send();
    expect((await deliveries())[0]).toMatchObject({ attempts: 1, lastStatus: null });
    expect((await deliveries())[0]!.lastError).toMatch(/^could not connect/);
  });

  test('somebody who says nothing is waited for, and holds up no other', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
    await create();
    await happen();
    await follow();
    await send();
    expect(timeout).toHaveBeenCalledWith(10_000);
    timeout.mockRestore();
    expect((await deliveries())[0]).toMatchObject({ lastError: 'no answer within 10 seconds' });
    expect((await deliveries())[0]!.nextAttemptAt).not.toBeNull();
  });

  test('a try that was cut off by the end of the server is due again in a minute', async () => {
    answer = () => 'silence';
    await create();
    await happen();
    await follow();
    const stop = new AbortController();
    const sending = sendDueDeliveries(contextAt(now), { stop: stop.signal });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    stop.abort();
    await sending;
    expect((await deliveries())[0]).toMatchObject({
      attempts: 1,
      lastError: null,
      nextAttemptAt: inSeconds(60),
    });
    answer = () => 204;
    await send(inSeconds(59));
    expect(receiver.received).toHaveLength(1);
    await send(inSeconds(60));
    expect((await deliveries())[0]).toMatchObject({ attempts: 2, deliveredAt: inSeconds(60) });
  });

  test('is given up after fourteen tries', async () => {
    answer = () => 503;
    const { id } = await create();
    await happen();
    await follow();
    await prisma().webhookDelivery.updateMany({ data: { attempts: 13 } });
    await send();
    expect((await deliveries())[0]).toMatchObject({ attempts: 14, nextAttemptAt: null, deliveredAt: null });
    expect((await endpoint(id)).disabledAt).toBeNull();
  });

  test.each([
    ['410', 410, null, 'gone'],
    ['five days of nothing', 500, inSeconds(-5 * 86_400), 'failing'],
  ] as const)('%s disables the endpoint, audited once', async (_what, status, failingSince, reason) => {
    answer = () => status;
    const { id } = await create();
    await prisma().webhookEndpoint.updateMany({ data: { failingSince } });
    for (let at = 0; at < 3; at++) await happen();
    await follow();
    await send();
    expect((await endpoint(id)).disabledAt).toEqual(now);
    const rows = await prisma().auditEvent.findMany({ where: { action: 'webhook.disabled' } });
    expect(rows).toMatchObject(
      [{ actorType: 'system', targetId: id, detail: { reason } }].map(({ actorType: _, ...row }) => row),
    );
    await send(inSeconds(86_400));
    expect(receiver.received).toHaveLength(3);
    await happen();
    await follow();
    expect(await deliveries()).toHaveLength(3);
  });
});

describe('what administrators do', () => {
  test('a secret is shown once and kept encrypted; for a day the one before signs as well', async () => {
    const { id, secret } = await create();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const rotated = (await rotateWebhookSecret(admin(), id))!;
    const rows = JSON.stringify(
      await pool()
        .query('SELECT * FROM webhook_endpoints')
        .then(({ rows: all }) => all),
    );
    for (const one of [secret, rotated.secret]) expect(rows).not.toContain(one.slice(6));
    expect(JSON.stringify(await listWebhooks(admin()))).not.toMatch(/whsec|ecret(Encrypted|":)/);
    await happen();
    await follow();
    await send();
    for (const one of [secret, rotated.secret])
      expect(read(one, receiver.received[0]!).type).toBe('person.signed_in');

    await prisma().webhookEndpoint.updateMany({ data: { previousSecretUntil: now } });
    await happen();
    await follow();
    await send();
    expect(() => read(secret, receiver.received[1]!)).toThrow();
    expect(read(rotated.secret, receiver.received[1]!).type).toBe('person.signed_in');
  });

  test('a test event arrives; one delivery is sent again, under its id', async () => {
    const { id, secret } = await create();
    expect(await sendTestEvent(admin(), id)).toBe('queued');
    await send();
    expect(read(secret, receiver.received[0]!).type).toBe('webhook.test');
    const [one] = await deliveries();
    expect(await sendDeliveryAgain(admin(), id, one!.id)).toBe(true);
    expect(await sendDeliveryAgain(admin(), one!.id, one!.id)).toBe(false);
    await send();
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([one!.id, one!.id]);
  });

  test('replay sends what was sent, what was given up, and what happened while it was off', async () => {
    const { id } = await create();
    await happen({}, contextAt(inSeconds(-7_200)));
    await happen({}, contextAt(inSeconds(-60)));
    await follow();
    await send();
    await switchWebhook(admin(), id, 'disabled');
    expect(await replayDeliveries(admin(), id, inSeconds(-3_600))).toEqual({ outcome: 'disabled' });
    await happen({}, contextAt(inSeconds(-30)));
    await follow();
    await switchWebhook(admin(), id, 'enabled');
    // Two deliveries were made now, whenever their events happened, and one event has none.
    expect(await replayDeliveries(admin(), id, inSeconds(-3_600))).toEqual({ outcome: 'queued', count: 3 });
    await follow();
    await send(inSeconds(1));
    expect(receiver.received).toHaveLength(5);
  });

  test('one that an administrator disables while it fails is not failing any more: the server did not do it', async () => {
    const { id } = await create();
    await prisma().webhookEndpoint.updateMany({ data: { failingSince: inSeconds(-3_600) } });
    await switchWebhook(admin(), id, 'disabled');
    expect(await endpoint(id)).toMatchObject({ disabledAt: now, failingSince: null });
    expect(await findFailingWebhooks(now)).toEqual([]);
    // A delivery that was under way fails afterwards.
    await markFailing(prisma(), id, now);
    expect((await endpoint(id)).failingSince).toBeNull();
  });

  test('changes are audited, without the path, which may be a secret', async () => {
    const { id } = await create([], `${receiver.url}/very-secret`);
    const settings = {
      url: 'https://hooks.example.com/other-secret',
      description: 'Chat',
      events: ['device.'],
    };
    expect(await changeWebhook(admin(), id, settings)).toBe('changed');
    expect(await changeWebhook(admin(), id, settings)).toBe('unchanged');
    expect(await switchWebhook(admin(), id, 'disabled')).toBe(true);
    expect(await switchWebhook(admin(), id, 'disabled')).toBe(true);
    expect(await deleteWebhook(admin(), id)).toBe(true);
    expect(await deleteWebhook(admin(), id)).toBe(false);
    const rows = await prisma().auditEvent.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map(({ action }) => action)).toEqual([
      ...['webhook.created', 'webhook.changed', 'webhook.disabled', 'webhook.deleted'],
    ]);
    expect(JSON.stringify(rows.map(({ detail }) => detail))).not.toContain('secret');
  });
});
