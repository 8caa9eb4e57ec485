import { beforeEach, describe, expect, test } from 'vitest';
import { disablePerson, enablePerson } from '@/lib/accounts/disable';
import { changeRole } from '@/lib/accounts/role';
import { signPersonOut } from '@/lib/accounts/sign-out';
import { Forbidden } from '@/lib/authority/forbidden';
import type { Client } from '@/lib/clients/store';
import { systemContext } from '@/lib/context';
import { prisma } from '@/lib/db/prisma';
import { actingAs, findPerson, type Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import {
  allow,
  contextAt,
  createApprovedDevice,
  createClient,
  createInvitation,
  createKey,
  createSignedInPerson,
  createTokens,
  enter,
  isLive,
  redeem,
  refresh,
  signIn,
  start,
  startDevice,
} from '@/lib/testing/factories';
import { withMailbox } from '@/lib/testing/mailbox';
import { codeOf } from '@/lib/testing/outcome';

withDatabase();
const mailsTo = withMailbox();
let client: Client;
let boss: Person;
let other: Person;
let person: Person & { cookie: string };

const admin = async () => {
  const one = await createSignedInPerson();
  await prisma().user.update({ where: { id: one.userId }, data: { role: 'admin' } });
  return { ...one, role: 'admin' as const };
};
const as = (who: Person) => actingAs(contextAt(start), { ...who, role: 'admin' });
const forbidden = (error: unknown) => {
  if (error instanceof Forbidden) return 'forbidden';
  throw error;
};
const roleOf = async ({ userId }: Person) =>
  (await prisma().user.findUniqueOrThrow({ where: { id: userId } })).role;
const browsersOf = ({ userId }: Person) => prisma().browserSession.count({ where: { userId } });
const auditOf = ({ userId }: Person, action: string) =>
  prisma().auditEvent.findMany({ where: { userId, action } });

beforeEach(async () => {
  await prisma().user.updateMany({ data: { role: 'user' } });
  client = await createClient();
  [boss, other, person] = [await admin(), await admin(), await createSignedInPerson()];
});

describe('disabling', () => {
  test('ends browsers, devices, API keys, and what is allowed and not redeemed; nobody signs in; enabling brings nothing back', async () => {
    const { accessToken } = await createTokens(client, person);
    const waiting = await createApprovedDevice(client, person);
    const key = await createKey({ userId: person.userId });
    const everyone = await Promise.all(
      Array.from({ length: 10 }, () => disablePerson(as(boss), person.userId)),
    );
    expect(everyone.filter((came) => came === 'disabled')).toHaveLength(1);
    expect(await browsersOf(person)).toBe(0);
    expect(await isLive(accessToken)).toBe(false);
    expect(await codeOf(redeem(client, waiting.deviceCode))).toBe('access_denied');
    const { cookie } = await signIn(person.userId);
    const headers = new Headers({ cookie: `doorcode.session=${cookie}` });
    expect(await findPerson(contextAt(start), headers)).toBeNull();
    expect(await auditOf(person, 'person.disabled')).toMatchObject([
      { actorId: boss.userId, detail: { browsers: 1, devices: 1, apiKeys: 1, invitationsWithdrawn: 0 } },
    ]);
    expect(await mailsTo(person.email)).toEqual([]);

    expect(await enablePerson(as(boss), person.userId)).toBe('enabled');
    expect(await enablePerson(as(boss), person.userId)).toBe('unchanged');
    expect(await findPerson(contextAt(start), headers)).not.toBeNull();
    expect(await isLive(accessToken)).toBe(false);
    expect(await prisma().apiKey.findUnique({ where: { id: key.id } })).toMatchObject({ revokedAt: start });
  });

  test('withdraws the invitations that they made, and no others', async () => {
    const { id } = await prisma().organization.findUniqueOrThrow({ where: { slug: 'default' } });
    await createInvitation(id, person.userId, 'owner');
    const kept = await createInvitation(id, boss.userId);
    expect(await disablePerson(as(boss), person.userId)).toBe('disabled');
    expect(await prisma().invitation.findMany()).toMatchObject([{ id: kept.id }]);
    expect(await auditOf(person, 'person.disabled')).toMatchObject([{ detail: { invitationsWithdrawn: 1 } }]);
  });

  test('is not for oneself, nor for the last administrator, nor for nobody', async () => {
    expect(await disablePerson(as(boss), boss.userId)).toBe('own');
    await prisma().user.update({ where: { id: other.userId }, data: { disabledAt: start } });
    expect(await disablePerson(systemContext(start), boss.userId)).toBe('last_admin');
    expect(await changeRole(systemContext(start), boss.userId, 'user')).toBe('last_admin');
    // Another node still takes `other` for an administrator who can sign in.
    for (const change of [disablePerson, enablePerson])
      expect(await change(as(other), person.userId).catch(forbidden)).toBe('forbidden');
    expect(await changeRole(as(other), person.userId, 'admin').catch(forbidden)).toBe('forbidden');
    expect(await disablePerson(as(boss), other.browserSessionId)).toBe('unknown');
    expect(await browsersOf(boss)).toBe(1);
  });
});

describe('the role', () => {
  test('changes once, ends the browsers of before, and is told', async () => {
    const { accessToken } = await createTokens(client, person);
    const everyone = await Promise.all(
      Array.from({ length: 10 }, () => changeRole(as(boss), person.userId, 'admin')),
    );
    expect(everyone.filter((came) => came === 'changed')).toHaveLength(1);
    expect(await roleOf(person)).toBe('admin');
    expect(await browsersOf(person)).toBe(0);
    expect(await isLive(accessToken)).toBe(true);
    expect(await auditOf(person, 'person.role_changed')).toMatchObject([
      { actorId: boss.userId, detail: { from: 'user', to: 'admin', browsers: 1 } },
    ]);
    expect((await mailsTo(person.email)).map(({ subject }) => subject)).toEqual([
      'An administrator made you an administrator: localhost:3000',
    ]);
    await signIn(person.userId);
    expect(await changeRole(as(boss), person.userId, 'user')).toBe('changed');
    expect(await browsersOf(person)).toBe(0);
    expect(await mailsTo(person.email)).toHaveLength(2);
  });

  test('taken away, ends what is signed in with a client for administrators alone; given again, it brings nothing back', async () => {
    const forAdmins = await createClient({ administratorsOnly: true, refresh: true });
    const [own, another] = [await createTokens(forAdmins, boss), await createTokens(client, other)];
    const kept = await createTokens(client, boss);
    const theirs = await createTokens(forAdmins, other);
    const waiting = await createApprovedDevice(forAdmins, other);
    const waitingElsewhere = await createApprovedDevice(client, other);

    expect(await changeRole(as(boss), other.userId, 'user')).toBe('changed');
    expect(await changeRole(as(boss), other.userId, 'admin')).toBe('changed');
    expect(await isLive(theirs.accessToken)).toBe(false);
    expect(await codeOf(refresh(forAdmins, theirs.refreshToken))).toBe('invalid_grant');
    expect(await codeOf(redeem(forAdmins, waiting.deviceCode))).toBe('access_denied');
    for (const { accessToken } of [own, another, kept]) expect(await isLive(accessToken)).toBe(true);
    expect(await codeOf(redeem(client, waitingElsewhere.deviceCode))).toBe('tokens');

    const session = await prisma().session.findFirstOrThrow({
      where: { userId: other.userId, clientId: forAdmins.id },
    });
    expect(session).toMatchObject({ revokedReason: 'no_longer_administrator', revokedAt: start });
    expect(await auditOf(other, 'session.revoked')).toMatchObject([
      {
        ...{ actorId: boss.userId, clientId: forAdmins.id, targetId: session.id },
        detail: { reason: 'no_longer_administrator' },
      },
    ]);
    expect((await auditOf(other, 'person.role_changed')).map(({ detail }) => detail)).toMatchObject([
      { to: 'user', devices: 1 },
      { to: 'admin', devices: 0 },
    ]);
  });

  test('that was lost in any other way brings no device of before back when it is given', async () => {
    const forAdmins = await createClient({ administratorsOnly: true });
    const { accessToken } = await createTokens(forAdmins, other);
    await prisma().user.update({ where: { id: other.userId }, data: { role: 'user' } });
    expect(await changeRole(as(boss), other.userId, 'admin')).toBe('changed');
    expect(await isLive(accessToken)).toBe(false);
  });

  test('taken away while devices are allowed and come for their tokens: ten times none slips by', async () => {
    const forAdmins = await createClient({ administratorsOnly: true });
    for (let round = 0; round < 10; round++) {
      const browser = { ...(await signIn(other.userId)), role: 'admin' as const };
      const [allowed, asking] = [
        await createApprovedDevice(forAdmins, browser),
        await startDevice(forAdmins),
      ];
      const grantId = await enter(browser, asking.userCode);
      const [redeemed] = await Promise.all([
        redeem(forAdmins, allowed.deviceCode).catch(() => null),
        allow(browser, grantId),
        changeRole(as(boss), other.userId, 'user'),
      ]);
      await prisma().user.update({ where: { id: other.userId }, data: { role: 'admin' } });
      if (redeemed) expect(await isLive(redeemed.accessToken)).toBe(false);
      expect(await codeOf(redeem(forAdmins, asking.deviceCode))).not.toBe('tokens');
    }
  });

  test('of two administrators who demote each other at once, one stays: twenty times', async () => {
    for (let round = 0; round < 20; round++) {
      await prisma().user.updateMany({
        where: { id: { in: [boss.userId, other.userId] } },
        data: { role: 'admin' },
      });
      const came = await Promise.all(
        [changeRole(as(boss), other.userId, 'user'), changeRole(as(other), boss.userId, 'user')].map((one) =>
          one.catch(forbidden),
        ),
      );
      expect(came.sort()).toEqual(['changed', 'forbidden']);
    }
  });

  test('of one who demotes and one who disables the other at once, one stays who can sign in', async () => {
    const came = await Promise.all(
      [changeRole(as(boss), other.userId, 'user'), disablePerson(as(other), boss.userId)].map((one) =>
        one.catch(forbidden),
      ),
    );
    expect(came).toContain('forbidden');
    const left = await prisma().user.count({ where: { role: 'admin', disabledAt: null } });
    expect(left).toBe(1);
  });

  test('is not one’s own to change, and nobody disabled becomes administrator', async () => {
    expect(await changeRole(as(boss), boss.userId, 'user')).toBe('own');
    await disablePerson(as(boss), person.userId);
    expect(await changeRole(as(boss), person.userId, 'admin')).toBe('disabled');
    expect(await roleOf(person)).toBe('user');
  });
});

test('signing somebody out who has nothing but an API key revokes it', async () => {
  await prisma().browserSession.deleteMany({ where: { userId: person.userId } });
  expect(await signPersonOut(as(boss), person.userId)).toBe('nothing');
  const { id } = await createKey({ userId: person.userId });
  expect(await signPersonOut(as(boss), person.userId)).toBe('signed_out');
  expect(await prisma().apiKey.findUnique({ where: { id } })).toMatchObject({ revokedAt: start });
});

test('signing somebody out ends all that is signed in as them, once, and they are told', async () => {
  const { accessToken } = await createTokens(client, person);
  await signIn(person.userId);
  const { id } = await createKey({ userId: person.userId });
  await createKey({ userId: other.userId });
  const everyone = await Promise.all(
    Array.from({ length: 10 }, () => signPersonOut(as(boss), person.userId)),
  );
  expect(everyone.filter((came) => came === 'signed_out')).toHaveLength(1);
  expect(await browsersOf(person)).toBe(0);
  expect(await isLive(accessToken)).toBe(false);
  expect(await auditOf(person, 'person.signed_out_everywhere')).toMatchObject([
    { detail: { source: 'administrator', browsers: 2, devices: 1, apiKeys: 1 } },
  ]);
  const revoked = await prisma().apiKey.findMany({
    where: { userId: { in: [person.userId, other.userId] }, revokedAt: { not: null } },
  });
  expect(revoked.map((key) => key.id)).toEqual([id]);
  const [mail, ...more] = await mailsTo(person.email);
  expect(more).toEqual([]);
  expect(mail!.text).toContain('/login/not-me?token=');
  expect(await signPersonOut(as(boss), boss.userId)).toBe('own');
});
