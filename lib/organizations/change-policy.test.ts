import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { actingAs } from '@/lib/login/browser-session';
import { changePolicy } from '@/lib/organizations/change-policy';
import { describeOrganization } from '@/lib/organizations/list';
import type { FactorPolicy } from '@/lib/organizations/rules';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  contextOf,
  createSignedInPerson,
  later,
  platformAdmin,
  start,
} from '@/lib/testing/factories';

withDatabase();
let admin: Awaited<ReturnType<typeof createSignedInPerson>>;
beforeAll(async () => {
  admin = { ...(await createSignedInPerson()), role: 'admin' };
});
const required = (secondFactorGraceDays = 7): FactorPolicy => ({
  secondFactor: 'required',
  secondFactorGraceDays,
});
const optional: FactorPolicy = { secondFactor: 'optional', secondFactorGraceDays: 7 };

beforeEach(async () => {
  await prisma().organization.deleteMany({ where: { slug: 'acme' } });
  await prisma().auditEvent.deleteMany();
  await prisma().organization.create({ data: { id: newId(start), slug: 'acme', name: 'Acme' } });
});

const change = (wanted: FactorPolicy, now = start) =>
  changePolicy(actingAs(contextAt(now), admin), 'acme', wanted);
const acme = () => prisma().organization.findUniqueOrThrow({ where: { slug: 'acme' } });

describe('a policy', () => {
  test('is changed and audited together, with what it was', async () => {
    expect(await change(required(3))).toBe('changed');
    expect(await acme()).toMatchObject({ ...required(3), secondFactorRequiredSince: start });
    expect(await prisma().auditEvent.findMany()).toMatchObject([
      {
        action: 'organization.changed',
        actorType: 'person',
        actorId: admin.userId,
        targetId: (await acme()).id,
        detail: {
          slug: 'acme',
          changes: {
            secondFactor: { from: 'optional', to: 'required' },
            secondFactorGraceDays: { from: 7, to: 3 },
          },
        },
      },
    ]);
  });

  test('that is so already is not changed, nor does its time begin anew', async () => {
    await change(required());
    expect(await change(required(), later(86_400))).toBe('unchanged');
    expect(await change(required(30), later(86_400))).toBe('changed');
    expect(await acme()).toMatchObject({ ...required(30), secondFactorRequiredSince: start });
    expect(await prisma().auditEvent.count()).toBe(2);
  });

  test('that is required no more begins anew when it is again', async () => {
    await change(required());
    await change(optional);
    expect((await acme()).secondFactorRequiredSince).toBeNull();
    await change(required(), later(60));
    expect((await acme()).secondFactorRequiredSince).toEqual(later(60));
  });

  test('of an organization that a file declares is the file’s', async () => {
    await prisma().organization.update({ where: { slug: 'acme' }, data: { managedByFile: true } });
    expect(await change(required())).toBe('managed_by_file');
    expect(await acme()).toMatchObject({ secondFactor: 'optional', secondFactorRequiredSince: null });
    expect(await prisma().auditEvent.count()).toBe(0);
  });

  test('of an organization that is not there is nobody’s', async () => {
    await prisma().organization.deleteMany({ where: { slug: 'acme' } });
    expect(await change(required())).toBe('unknown');
  });

  test('that 20 administrators change alike is changed once', async () => {
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, index) => change(required(), later(index))),
    );
    expect(done.filter((one) => one === 'changed')).toHaveLength(1);
    expect(await prisma().auditEvent.count()).toBe(1);
  });
});

test('an organization tells how many of its people have no second factor', async () => {
  const { id } = await acme();
  const [none, app, passkey, disabled, codes] = await Promise.all(
    Array.from({ length: 5 }, () => createSignedInPerson()),
  );
  const people = [none!, app!, passkey!, disabled!, codes!];
  await prisma().membership.createMany({
    data: people.map(({ userId }) => ({ organizationId: id, userId })),
  });
  const bytes = Uint8Array.from([1]);
  const common = { createdAt: start };
  await prisma().authenticator.create({
    data: { ...common, userId: app!.userId, secretEncrypted: bytes, lastUsedStep: 0n },
  });
  await prisma().passkey.create({
    data: {
      ...{ ...common, id: newId(start), userId: passkey!.userId, credentialId: bytes, publicKey: bytes },
      ...{ signatureCounter: 0n, synced: false, name: 'Laptop' },
    },
  });
  await prisma().user.update({ where: { id: disabled!.userId }, data: { disabledAt: start } });
  await prisma().recoveryCode.create({ data: { ...common, userId: codes!.userId, hmac: bytes } });
  expect(await describeOrganization(contextOf(platformAdmin), 'acme')).toMatchObject({
    people: 5,
    peopleWithout: 2,
  });
  expect(await describeOrganization(contextOf(platformAdmin), 'nobody')).toBeNull();
});
