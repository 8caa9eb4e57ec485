import { expect, test } from 'vitest';
import { newId } from '@/lib/crypto';
import { pool } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import { purge } from '@/lib/db/purge';
import { withDatabase } from '@/lib/testing/database';
import {
  createClient,
  createSignedInPerson,
  createTokens,
  later,
  start,
  startDevice,
} from '@/lib/testing/factories';

withDatabase();
const day = 24 * 3600;

test('time deletes what it has made worthless, and nothing else', async () => {
  const client = await createClient();
  await createTokens(client, await createSignedInPerson());
  await startDevice(client);

  await purge(later(601));
  expect(await prisma().deviceGrant.count({ where: { userCodeHmac: { not: null } } })).toBe(0);
  expect(await prisma().deviceGrant.count()).toBe(2);

  await purge(later(2 * day));
  expect(await prisma().deviceGrant.count()).toBe(0);
  expect(await prisma().accessToken.count()).toBe(0);
  expect(await prisma().refreshToken.count()).toBe(1);
  // It remembers which grant it came from, though nothing of that is left but the audit.
  expect(await prisma().session.findMany()).toMatchObject([{ deviceGrantId: expect.any(String) }]);

  await purge(later(31 * day));
  expect(await prisma().refreshToken.count()).toBe(0);
  expect(await prisma().browserSession.count()).toBe(0);
  // The limiter's own clock is the machine's.
  expect(await prisma().rateLimit.count()).toBeGreaterThan(0);
  await purge(new Date(Date.now() + 2 * 3600 * 1000));
  expect(await prisma().rateLimit.count()).toBe(0);
});

test('tokens go with their session', async () => {
  const person = await createSignedInPerson();
  await createTokens(await createClient(), person);
  await createTokens(await createClient(), await createSignedInPerson());
  const counts = async () => [await prisma().accessToken.count(), await prisma().refreshToken.count()];
  expect(await counts()).toEqual([2, 2]);
  await prisma().user.delete({ where: { id: person.userId } });
  expect(await counts()).toEqual([1, 1]);
});

test('deliveries go after 30 days, also those that wait for a webhook that is disabled', async () => {
  const id = newId(start);
  await pool().query(
    "INSERT INTO webhook_endpoints (id, url, secret_encrypted, events, created_at, disabled_at) VALUES ($1, 'https://a.example/', '', '{}', $2, $2)",
    [id, start],
  );
  for (const [eventId, createdAt] of [
    [1n, start],
    [2n, later(day)],
  ] as const)
    await prisma().webhookDelivery.create({
      data: {
        id: newId(createdAt),
        endpointId: id,
        eventId,
        payload: {},
        createdAt,
        nextAttemptAt: createdAt,
      },
    });
  await purge(later(30 * day + 1));
  expect(await prisma().webhookDelivery.findMany({ select: { eventId: true } })).toEqual([{ eventId: 2n }]);
});

test('a table that fails holds up no other, and is said at the end', async () => {
  await pool().query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
    CREATE TRIGGER refuse BEFORE DELETE ON webhook_deliveries FOR EACH STATEMENT EXECUTE FUNCTION refuse()`);
  await pool().query("INSERT INTO activity (hour, kind, count) VALUES ($1, 'x', 1)", [start]);
  await expect(purge(later(800 * day))).rejects.toThrow('refused');
  expect(await prisma().activity.count()).toBe(0);
});
