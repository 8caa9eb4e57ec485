import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '@/lib/clients/store';
import { prisma } from '@/lib/db/prisma';
import { startDeviceAuthorization } from '@/lib/device/start';
import { formatUserCode, generateUserCode } from '@/lib/device/user-code';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, createClient, deviceRequest, later, start, startDevice } from '@/lib/testing/factories';
import { codeOf } from '@/lib/testing/outcome';

withDatabase();
let client: Client;
beforeAll(async () => {
  client = await createClient();
});
const request = () => ({ client, ...deviceRequest });

describe('a device request (RFC 8628 §3.2)', () => {
  test('gives two independent codes, where to go, how long and how often', async () => {
    const device = await startDevice(client);
    expect(device).toEqual({
      deviceCode: expect.stringMatching(/^[0-9A-Za-z]{43}$/),
      userCode: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/),
      verificationUri: 'http://localhost:3000/device',
      verificationUriComplete: `http://localhost:3000/device?user_code=${device.userCode}`,
      expiresInSeconds: 600,
      intervalSeconds: 5,
    });
  });

  test("a client's own activation page is told as it is", async () => {
    const hosted = await createClient({ activationUri: 'https://acme.example/connect?theme=dark' });
    const device = await startDevice(hosted);
    expect(device.verificationUri).toBe('https://acme.example/connect?theme=dark');
    expect(device.verificationUriComplete).toBe(
      `https://acme.example/connect?theme=dark&user_code=${device.userCode}`,
    );
  });

  test('a user code that a live request has is drawn again; none free is 503', async () => {
    const taken = generateUserCode();
    await startDeviceAuthorization(contextAt(start), request(), () => taken);
    const draws = [taken, taken, 'BBBBCCCC'];
    const second = await startDeviceAuthorization(contextAt(start), request(), () => draws.shift()!);
    expect(second.userCode).toBe(formatUserCode('BBBBCCCC'));
    expect(await codeOf(startDeviceAuthorization(contextAt(start), request(), () => taken))).toBe(
      'temporarily_unavailable',
    );
  });

  test('a client that may not is told so', async () => {
    expect(await codeOf(startDevice(await createClient({ deviceFlow: false })))).toBe('unauthorized_client');
  });
});

describe('limits', () => {
  test('600 a minute per client and network, then 429; others are not touched', async () => {
    const from = contextAt(start, '203.0.113.1');
    for (let i = 0; i < 600; i++) await startDevice(client, from);
    await expect(startDevice(client, from)).rejects.toMatchObject({
      code: 'too_many_requests',
      retryAfterSeconds: expect.any(Number),
    });
    expect(await codeOf(startDevice(client, contextAt(start, '203.0.114.1')))).toBe('tokens');
    expect(await codeOf(startDevice(await createClient(), from))).toBe('tokens');
  });

  test('one network holds at most 2,000 live requests', async () => {
    const row = {
      clientId: client.id,
      scopes: [],
      network: '192.0.2.0/24',
      intervalSeconds: 5,
      createdAt: start,
      expiresAt: later(600),
    };
    const { randomUUID, randomBytes } = await import('node:crypto');
    await prisma().deviceGrant.createMany({
      data: Array.from({ length: 2_000 }, () => ({
        ...row,
        id: randomUUID(),
        deviceCodeHash: randomBytes(32),
        userCodeHmac: randomBytes(32),
      })),
    });
    expect(await codeOf(startDevice(client, contextAt(start, '192.0.2.1')))).toBe('too_many_requests');
    expect(await codeOf(startDevice(client, contextAt(later(600), '192.0.2.1')))).toBe('tokens');
  });
});
