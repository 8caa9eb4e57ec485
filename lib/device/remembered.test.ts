import pg from 'pg';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '@/lib/clients/store';
import { sha256 } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { findPolledGrant } from '@/lib/device/redeem-store';
import { keyOfCode, readAndRemember, recallPending, rememberPending } from '@/lib/device/remembered';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import {
  createClient,
  createSignedInPerson,
  enter,
  isLive,
  later,
  redeem,
  start,
  startDevice,
} from '@/lib/testing/factories';
import { allowElsewhere, statementsOf, withNode } from '@/lib/testing/node';
import { codeOf } from '@/lib/testing/outcome';

const database = withDatabase();
const node = withNode(database);
let client: Client;
let person: Person;
beforeAll(async () => {
  // Without `openid` nothing is signed: the keys are read again every two seconds, and are no part of this.
  client = await createClient({ scopes: ['profile', 'email'] });
  person = await createSignedInPerson();
});
afterEach(node.hearAgain);

const poll = (deviceCode: string, now = start, as = client) => codeOf(redeem(as, deviceCode, now));

async function begin() {
  const { deviceCode, userCode } = await startDevice(client);
  const grantId = await enter(person, userCode);
  return { deviceCode, grantId, key: keyOfCode(deviceCode) };
}
async function allowAndTell({ grantId }: { grantId: string }, now = start) {
  expect(await allowElsewhere(person, grantId, now)).toBe('decided');
  await node.told();
}
/** By somebody else's statement, on a connection that is none of ours. */
async function denyElsewhere({ grantId }: { grantId: string }) {
  const other = new pg.Client({ connectionString: database.connectionString() });
  await other.connect();
  await other.query(`UPDATE device_grants SET status = 'denied', decided_at = $2 WHERE id = $1`, [
    grantId,
    start,
  ]);
  await other.end();
  await node.told();
}

describe('a pending poll', () => {
  test('asks the database nothing, from the device request on', async () => {
    const { deviceCode } = await begin();
    const answers: string[] = [];
    const statements = await statementsOf(async () => {
      for (let at = 0; at < 600; at += 5) answers.push(await poll(deviceCode, later(at)));
    });
    expect(new Set(answers)).toEqual(new Set(['authorization_pending']));
    expect(statements).toEqual([]);
  });

  test('asks once on a node that has not seen the device', async () => {
    const { deviceCode } = await begin();
    node.forget('devices');
    const statements = await statementsOf(async () => {
      for (const at of [0, 5, 10]) expect(await poll(deviceCode, later(at))).toBe('authorization_pending');
    });
    expect(statements).toEqual(['find_polled_grant']);
  });

  test('keeps its pace there, for each device its own', async () => {
    const [hasty, calm] = [await begin(), await begin()];
    const statements = await statementsOf(async () => {
      for (const one of [hasty, calm]) expect(await poll(one.deviceCode)).toBe('authorization_pending');
      for (const [at, interval] of [
        [2, 10],
        [4, 15],
      ] as const)
        await expect(redeem(client, hasty.deviceCode, later(at))).rejects.toMatchObject({
          code: 'slow_down',
          members: { interval },
        });
      expect(await poll(calm.deviceCode, later(5))).toBe('authorization_pending');
      expect(await poll(hasty.deviceCode, later(19))).toBe('authorization_pending');
    });
    expect(statements).toEqual([]);
  });

  test('keeps its pace over a look at the database', async () => {
    const { deviceCode } = await begin();
    expect(await poll(deviceCode)).toBe('authorization_pending');
    await node.reconnect();
    expect(await poll(deviceCode, later(2))).toBe('slow_down');
  });

  test('is told when the code has expired', async () => {
    const { deviceCode } = await begin();
    expect(await poll(deviceCode, later(599.9))).toBe('authorization_pending');
    expect(await poll(deviceCode, later(600))).toBe('expired_token');
  });

  test('of another client’s code is invalid_grant, and slows nobody down', async () => {
    const { deviceCode } = await begin();
    expect(await poll(deviceCode, start, await createClient())).toBe('invalid_grant');
    expect(await poll(deviceCode)).toBe('authorization_pending');
    expect(await poll(deviceCode, later(1), await createClient())).toBe('invalid_grant');
    expect(await poll(deviceCode, later(5))).toBe('authorization_pending');
  });

  test('asks each time while the database tells nothing', async () => {
    await node.down();
    try {
      const device = await begin();
      const statements = await statementsOf(async () => {
        for (const at of [0, 5])
          expect(await poll(device.deviceCode, later(at))).toBe('authorization_pending');
        expect(await poll(device.deviceCode, later(6))).toBe('slow_down');
      });
      expect(statements).toEqual(['find_polled_grant', 'find_polled_grant', 'find_polled_grant']);
      expect(await allowElsewhere(person, device.grantId)).toBe('decided');
      expect(await poll(device.deviceCode, later(7))).toBe('tokens');
    } finally {
      await node.up();
    }
  });
});

describe('a decision', () => {
  test('is heard, and the next poll redeems with one statement', async () => {
    const device = await begin();
    await poll(device.deviceCode);
    await allowAndTell(device);
    const statements = await statementsOf(async () => {
      expect(await poll(device.deviceCode, later(1))).toBe('tokens');
    });
    expect(statements).toEqual(['claim_device_grant']);
    expect(await poll(device.deviceCode, later(2))).toBe('invalid_grant');
  });

  test('is heard by a node that has never seen the device, too', async () => {
    const device = await begin();
    node.forget('devices');
    await allowAndTell(device);
    const statements = await statementsOf(async () => {
      expect(await poll(device.deviceCode)).toBe('tokens');
    });
    expect(statements).toEqual(['claim_device_grant']);
  });

  test('of whoever made it is heard: access_denied', async () => {
    const device = await begin();
    expect(await poll(device.deviceCode)).toBe('authorization_pending');
    await denyElsewhere(device);
    expect(await poll(device.deviceCode, later(1))).toBe('access_denied');
    expect(await poll(device.deviceCode, later(2))).toBe('access_denied');
  });

  test('while the grant is read leaves nothing old behind', async () => {
    const device = await begin();
    node.forget('devices');
    const read = await readAndRemember(device.key, async () => {
      const grant = await findPolledGrant(sha256(device.deviceCode));
      await allowAndTell(device);
      return grant;
    });
    expect(read?.status).toBe('pending');
    expect(recallPending(device.key)).toBeNull();
    expect(await poll(device.deviceCode)).toBe('tokens');
  });

  test('of another device while the grant is read is no reason to read it again', async () => {
    const [device, other] = [await begin(), await begin()];
    node.forget('devices');
    await readAndRemember(device.key, async () => {
      const grant = await findPolledGrant(sha256(device.deviceCode));
      await allowAndTell(other);
      return grant;
    });
    expect(recallPending(device.key)).toMatchObject({ state: 'pending' });
  });

  test('while the grant is read by two leaves nothing old behind', async () => {
    const device = await begin();
    node.forget('devices');
    await readAndRemember(device.key, async () => {
      const grant = await findPolledGrant(sha256(device.deviceCode));
      await allowAndTell(device);
      // A second one comes, looks and is done, after it was told.
      await readAndRemember(device.key, () => findPolledGrant(sha256(device.deviceCode)));
      return grant;
    });
    expect(recallPending(device.key)).toBeNull();
    expect(await poll(device.deviceCode)).toBe('tokens');
  });

  test('while the grant is read, and the connection is lost and back: the same', async () => {
    const device = await begin();
    node.forget('devices');
    node.miss('devices');
    await readAndRemember(device.key, async () => {
      const grant = await findPolledGrant(sha256(device.deviceCode));
      expect(await allowElsewhere(person, device.grantId)).toBe('decided');
      await node.reconnect();
      return grant;
    });
    expect(recallPending(device.key)).toBeNull();
    expect(await poll(device.deviceCode)).toBe('tokens');
  });
});

describe('a node that misses the notification', () => {
  test('says authorization_pending, never tokens, until its connection is made again', async () => {
    const device = await begin();
    node.miss('devices');
    await allowAndTell(device);
    const statements = await statementsOf(async () => {
      for (const at of [0, 5, 10])
        expect(await poll(device.deviceCode, later(at))).toBe('authorization_pending');
    });
    expect(statements).toEqual([]);
    expect(await prisma().session.count({ where: { deviceGrantId: device.grantId } })).toBe(0);
    await node.reconnect();
    const tokens = await redeem(client, device.deviceCode, later(15));
    expect(await isLive(tokens.accessToken, later(15))).toBe(true);
  });

  test('gives no tokens for what was redeemed on another', async () => {
    const device = await begin();
    await allowAndTell(device);
    // Heard here; claimed there.
    const there = redeem(client, device.deviceCode);
    const { accessToken } = await there;
    node.forget('devices');
    expect(await poll(device.deviceCode)).toBe('invalid_grant');
    expect(await isLive(accessToken)).toBe(true);
  });

  test('of a denial says authorization_pending until the code has expired, and then that', async () => {
    const device = await begin();
    node.miss('devices');
    await denyElsewhere(device);
    expect(await poll(device.deviceCode)).toBe('authorization_pending');
    expect(await poll(device.deviceCode, later(600))).toBe('access_denied');
  });
});

test('what is remembered is bounded: the ones that came first are forgotten first', () => {
  node.forget('devices');
  const facts = { clientId: client.id, expiresAt: later(600), intervalSeconds: 5, dpopJkt: null };
  for (let index = 0; index <= 250_000; index++) rememberPending(`device ${index}`, facts);
  expect(recallPending('device 0')).toBeNull();
  for (const index of [1, 250_000])
    expect(recallPending(`device ${index}`)).toMatchObject({ state: 'pending' });
  node.forget('devices');
});
