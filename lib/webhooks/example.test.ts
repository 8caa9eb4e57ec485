import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, contextOf, platformAdmin } from '@/lib/testing/factories';
import { changeWebhook, createWebhook } from '@/lib/webhooks/change';
import { sendDueDeliveries } from '@/lib/webhooks/deliver';
import { describeWebhook } from '@/lib/webhooks/list';
import { sendTestEvent } from '@/lib/webhooks/send-again';

withDatabase();
let child: ChildProcess | undefined;
afterAll(() => void child?.kill());

test('the receiver of docs/webhooks.md receives', async () => {
  const now = new Date();
  const admin = contextOf(platformAdmin, now);
  const settings = { url: 'http://127.0.0.1:1/', description: null, events: ['webhook.test'] };
  const { id, secret } = (await createWebhook(admin, settings))!;
  const receiver = spawn(process.execPath, [join(import.meta.dirname, '../../docs/webhooks/receive.mjs')], {
    env: { ...process.env, WEBHOOK_SECRET: secret, PORT: '0' },
  });
  let said = '';
  child = receiver;
  receiver.stdout.on('data', (part: Buffer) => (said += part));
  const port = await vi.waitFor(() => /listening on (\d+)/.exec(said)![1], { timeout: 10_000 });
  const url = `http://127.0.0.1:${port}/`;
  await changeWebhook(admin, id, { ...settings, url });
  await sendTestEvent(admin, id);
  await sendDueDeliveries(contextAt(now));
  expect((await describeWebhook(admin, id))!.deliveries).toMatchObject([
    { lastStatus: 204, deliveredAt: now },
  ]);
  expect(said).toContain(`${now.toISOString()} webhook.test {`);
  const forged = { method: 'POST', body: '{}', headers: { 'webhook-id': 'x', 'webhook-signature': 'v1,x' } };
  expect((await fetch(url, forged)).status).toBe(401);
});
