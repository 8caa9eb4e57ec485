import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '@/lib/clients/store';
import { prisma } from '@/lib/db/prisma';
import { findOrganizationChoice } from '@/lib/device/organizations';
import { findGrantState } from '@/lib/device/store';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import {
  allow,
  createClient,
  createSignedInPerson,
  enter,
  isLive,
  redeem,
  refresh,
  startDevice,
} from '@/lib/testing/factories';
import { codeOf } from '@/lib/testing/outcome';

/** A client that is for administrators of this server alone. */
withDatabase();
let client: Client;
let admin: Person;
beforeAll(async () => {
  client = await createClient({ administratorsOnly: true, scopes: ['openid', 'people:read'] });
  admin = await createSignedInPerson();
});

const role = (person: Person, to: 'admin' | 'user') =>
  prisma().user.update({ where: { id: person.userId }, data: { role: to } });
const asked = async (person: Person) => {
  const device = await startDevice(client);
  return { ...device, grantId: await enter(person, device.userCode) };
};

test('nobody else may allow it: the page says why, and the statement refuses', async () => {
  const person = await createSignedInPerson();
  const { grantId, deviceCode } = await asked(person);
  const grant = (await findGrantState(grantId))!;
  expect(await findOrganizationChoice({ ...person, isPlatformAdmin: false }, grant)).toMatchObject({
    ...{ possible: [], preselected: null, reason: 'administrators_only' },
  });
  expect(await allow(person, grantId)).not.toBe('decided');
  expect(await codeOf(redeem(client, deviceCode))).toBe('authorization_pending');
});

describe('an administrator', () => {
  test('may allow it; whoever is one no more when the device comes for its tokens gets none', async () => {
    await role(admin, 'admin');
    const [one, two] = [await asked(admin), await asked(admin)];
    expect(await allow(admin, one.grantId)).toBe('decided');
    expect(await allow(admin, two.grantId)).toBe('decided');
    expect(await codeOf(redeem(client, one.deviceCode))).toBe('tokens');
    await role(admin, 'user');
    expect(await codeOf(redeem(client, two.deviceCode))).toBe('invalid_grant');
  });

  test('who is one no more, by whatever hand, is signed out, and cannot refresh', async () => {
    await role(admin, 'admin');
    const { grantId, deviceCode } = await asked(admin);
    await allow(admin, grantId);
    const tokens = await redeem(client, deviceCode);
    expect(await isLive(tokens.accessToken)).toBe(true);
    await role(admin, 'user');
    expect(await isLive(tokens.accessToken)).toBe(false);
    expect(await codeOf(refresh(client, tokens.refreshToken!))).toBe('invalid_grant');
  });
});
