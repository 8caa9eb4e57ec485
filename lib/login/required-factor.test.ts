import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '@/lib/crypto';
import type { Prisma } from '@/lib/db/generated/client';
import { prisma } from '@/lib/db/prisma';
import { findPerson, type Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import { setTestEnv } from '@/lib/testing/env';
import { contextAt, createSignedInPerson, later, start } from '@/lib/testing/factories';

/** What the organizations of a person, and this server, ask of them. */
withDatabase();
const days = (count: number): Date => later(count * 86_400);
let person: Person & { cookie: string };

beforeEach(async () => {
  setTestEnv();
  await prisma().membership.deleteMany();
  person = await createSignedInPerson();
  await prisma().membership.deleteMany();
});

const join = async (name: string, facts: Partial<Prisma.OrganizationUncheckedCreateInput>, at = start) => {
  const id = newId(start);
  await prisma().organization.create({ data: { id, slug: id, name, ...facts } });
  await prisma().membership.create({ data: { organizationId: id, userId: person.userId, createdAt: at } });
};
const requiredSince = (since: Date, secondFactorGraceDays: number) =>
  ({ secondFactor: 'required', secondFactorRequiredSince: since, secondFactorGraceDays }) as const;

const now = async () => {
  const headers = new Headers({ cookie: `doorcode.session=${person.cookie}` });
  const found = await findPerson(contextAt(start), headers);
  return { offered: found?.secondFactorOffered, required: found?.secondFactorRequired };
};

describe('a second factor', () => {
  test('is offered to who belongs nowhere, and required of nobody by itself', async () => {
    expect(await now()).toEqual({ offered: true, required: null });
    await join('Acme', {});
    expect(await now()).toEqual({ offered: true, required: null });
  });

  test('is not offered where every organization says so', async () => {
    await join('Acme', { secondFactor: 'off' });
    expect(await now()).toEqual({ offered: false, required: null });
    await join('Disabled', { disabledAt: start });
    expect(await now()).toEqual({ offered: false, required: null });
    await join('Other', { secondFactor: 'optional' });
    expect(await now()).toEqual({ offered: true, required: null });
  });

  test('is required from when it became so, or the person joined, and the days of grace', async () => {
    await join('Acme', requiredSince(days(-3), 7), days(-30));
    expect(await now()).toEqual({ offered: true, required: { by: 'Acme', from: days(4) } });
  });

  test('who joins later has all the days of grace', async () => {
    await join('Acme', requiredSince(days(-30), 7), days(-1));
    expect(await now()).toMatchObject({ required: { by: 'Acme', from: days(6) } });
  });

  test('of several organizations the first to require it counts', async () => {
    await join('Late', requiredSince(start, 30));
    await join('Soon', requiredSince(start, 2));
    await join('Off', { secondFactor: 'off' });
    await join('Disabled', { ...requiredSince(start, 0), disabledAt: start });
    expect(await now()).toEqual({ offered: true, required: { by: 'Soon', from: days(2) } });
  });
});

describe('administrators', () => {
  beforeEach(async () => {
    await prisma().user.update({ where: { id: person.userId }, data: { role: 'admin' } });
    await join('Off', { secondFactor: 'off' });
  });

  test('of a server that says so must have one at once, and are offered one whatever their organization says', async () => {
    setTestEnv({ ADMIN_SECOND_FACTOR: 'required' });
    expect(await now()).toEqual({ offered: true, required: { by: null, from: new Date(0) } });
  });

  test('must by default where the server is not on a loopback address', async () => {
    const smtp = { EMAIL_SERVER: 'smtp://mail.example', EMAIL_FROM: 'a@example.com' };
    setTestEnv({ PUBLIC_URL: 'https://login.example.com', ...smtp });
    const found = await findPerson(
      contextAt(start),
      new Headers({ cookie: `__Host-doorcode.session=${person.cookie}` }),
    );
    expect(found?.secondFactorRequired).toEqual({ by: null, from: new Date(0) });
  });

  test('are like other people otherwise', async () => {
    expect(await now()).toEqual({ offered: false, required: null });
    await join('Acme', requiredSince(start, 7));
    expect(await now()).toEqual({ offered: true, required: { by: 'Acme', from: days(7) } });
  });
});
