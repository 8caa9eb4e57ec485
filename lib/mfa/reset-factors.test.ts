import { generateSync } from 'otplib';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { systemContext } from '@/lib/context';
import { newId, randomSecret } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { inLockedTransaction } from '@/lib/db/transaction';
import { actingAs, type Person } from '@/lib/login/browser-session';
import { beginAuthenticator, confirmAuthenticator, describeEnrolment } from '@/lib/mfa/authenticator';
import { makeNewRecoveryCodes } from '@/lib/mfa/recovery-codes';
import { resetFactors, resetFactorsOfAddress } from '@/lib/mfa/reset-factors';
import * as tell from '@/lib/mfa/tell';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  createClient,
  createKey,
  createSignedInPerson,
  createTokens,
  isLive,
  later,
  signIn,
  start,
} from '@/lib/testing/factories';

withDatabase();
const told = vi.spyOn(tell, 'tellFactorChange').mockResolvedValue();
let [admin, person]: Person[] = [];
beforeEach(async () => {
  [admin, person] = [{ ...(await createSignedInPerson()), role: 'admin' }, await createSignedInPerson()];
  await prisma().auditEvent.deleteMany();
  told.mockClear();
});

const ctx = () => actingAs(contextAt(start), admin!);
const reset = (userId = person!.userId) => resetFactors(ctx(), userId);
const bytes = () => Uint8Array.from(randomSecret());

async function addFactors({ userId, browserSessionId }: Person): Promise<void> {
  const common = { userId, createdAt: start };
  const db = prisma();
  await db.authenticator.create({ data: { ...common, secretEncrypted: bytes(), lastUsedStep: 0n } });
  for (const name of ['Laptop', 'Key'])
    await db.passkey.create({
      data: {
        ...{ ...common, id: newId(start), credentialId: bytes(), publicKey: bytes(), name },
        ...{ signatureCounter: 0n, synced: false },
      },
    });
  const code = (usedAt: Date | null) => ({ ...common, hmac: bytes(), usedAt });
  await db.recoveryCode.createMany({ data: [code(null), code(start)] });
  const expiresAt = later(600);
  await db.authenticatorEnrolment.create({ data: { browserSessionId, secretEncrypted: bytes(), expiresAt } });
  await db.emailChange.create({ data: { userId, tokenHash: bytes(), email: 'x@example.com', expiresAt } });
}

/** How many rows of each kind a person has. */
async function rowsOf(userId: string): Promise<number[]> {
  const [db, where] = [prisma(), { where: { userId } }];
  return Promise.all([
    db.authenticator.count(where),
    db.passkey.count(where),
    db.recoveryCode.count(where),
    db.authenticatorEnrolment.count({ where: { browserSession: { userId } } }),
    db.emailChange.count(where),
    db.browserSession.count(where),
  ]);
}

describe('an administrator resets somebody’s factors', () => {
  test('all of them and every browser session go, and it is audited with how many', async () => {
    await addFactors(person!);
    await addFactors(admin!);
    await signIn(person!.userId);
    const [{ id }, kept] = [
      await createKey({ userId: person!.userId }),
      await createKey({ userId: admin!.userId }),
    ];
    expect(await reset()).toBe('reset');
    expect(await prisma().apiKey.findMany({ where: { revokedAt: null } })).toMatchObject([{ id: kept.id }]);
    expect(await prisma().apiKey.findUnique({ where: { id } })).toMatchObject({ revokedAt: start });
    expect(await rowsOf(person!.userId)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await rowsOf(admin!.userId)).toEqual([1, 2, 2, 1, 1, 1]);
    expect(await prisma().auditEvent.findMany()).toMatchObject([
      {
        action: 'factors.reset',
        actorId: admin!.userId,
        userId: person!.userId,
        targetType: 'user',
        targetId: person!.userId,
        detail: {
          ...{ authenticators: 1, passkeys: 2, recoveryCodes: 2, pendingEnrolments: 1 },
          ...{ browserSessions: 2, emailChanges: 1, apiKeys: 1 },
        },
      },
    ]);
  });

  test('the person is told, where they were reached before', async () => {
    await addFactors(person!);
    await reset();
    const { userId, email } = person!;
    expect(told.mock.calls).toEqual([[expect.anything(), { userId, email }, { what: 'factors_reset' }]]);
  });

  test('devices stay signed in', async () => {
    const { accessToken } = await createTokens(await createClient(), person!);
    await addFactors(person!);
    expect(await reset()).toBe('reset');
    expect(await isLive(accessToken)).toBe(true);
  });

  test('a factor that is only being set up is one to take away', async () => {
    await prisma().authenticatorEnrolment.create({
      data: {
        browserSessionId: person!.browserSessionId,
        secretEncrypted: bytes(),
        expiresAt: later(600),
      },
    });
    expect(await reset()).toBe('reset');
    expect(await prisma().browserSession.count({ where: { userId: person!.userId } })).toBe(0);
  });
});

describe('nothing is changed, audited or told', () => {
  test.each([
    ['of who has nothing to reset', () => person!.userId, 'nothing'],
    ['of oneself', () => admin!.userId, 'own'],
    ['of nobody', () => '00000000-0000-7000-8000-000000000000', 'unknown'],
  ])('%s', async (_who, userId, outcome) => {
    await addFactors(admin!);
    expect(await reset(userId())).toBe(outcome);
    expect(await rowsOf(admin!.userId)).toEqual([1, 2, 2, 1, 1, 1]);
    expect(await prisma().browserSession.count({ where: { userId: person!.userId } })).toBe(1);
    expect(await prisma().auditEvent.count()).toBe(0);
    expect(told).not.toHaveBeenCalled();
  });
});

describe('whoever runs the server resets by the address', () => {
  const reset = (address: string) => resetFactorsOfAddress(systemContext(start), address);

  test('however it is typed: audited as the system, and the person is told', async () => {
    const { userId, email } = person!;
    await addFactors(person!);
    await addFactors(admin!);
    expect(await reset(` ${email.toUpperCase()} `)).toBe('reset');
    expect(await rowsOf(userId)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await rowsOf(admin!.userId)).toEqual([1, 2, 2, 1, 1, 1]);
    expect(await prisma().auditEvent.findMany()).toMatchObject([
      { action: 'factors.reset', actorType: 'system', actorId: null, userId, targetId: userId },
    ]);
    expect(told.mock.calls).toEqual([[expect.anything(), { userId, email }, { what: 'factors_reset' }]]);
  });

  test.each([
    ['who has nothing to reset', () => person!.email, 'nothing'],
    ['that nobody has', () => 'nobody@example.com', 'unknown'],
    ['that is part of one', () => admin!.email.slice(1), 'unknown'],
    ['that is none', () => '%', 'unknown'],
  ])('of one %s nothing is changed, audited or told', async (_what, address, outcome) => {
    await addFactors(admin!);
    expect(await reset(address())).toBe(outcome);
    expect(await rowsOf(admin!.userId)).toEqual([1, 2, 2, 1, 1, 1]);
    expect(await prisma().auditEvent.count()).toBe(0);
    expect(told).not.toHaveBeenCalled();
  });
});

test('of 20 resets at once one resets, is audited and tells; the others find nothing', async () => {
  await addFactors(person!);
  const done = await Promise.all(Array.from({ length: 20 }, () => reset()));
  expect(done.toSorted()).toEqual([...Array(19).fill('nothing'), 'reset']);
  expect(await prisma().auditEvent.count()).toBe(1);
  expect(told).toHaveBeenCalledTimes(1);
});

describe('whoever is at it at that moment', () => {
  const waiting = async () => {
    const rows = await prisma().$queryRaw<unknown[]>`SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%pg_advisory%'`;
    return rows.length;
  };
  const app = (userId: string) => ({
    ...{ userId, createdAt: start, secretEncrypted: bytes(), lastUsedStep: 0n },
  });

  test('adds a factor: it goes with the others', async () => {
    const { userId } = person!;
    const { resetting } = await inLockedTransaction(`factors of ${userId}`, async (db) => {
      await db.authenticator.create({ data: app(userId) });
      const resetting = reset();
      await expect.poll(waiting).toBe(1);
      return { resetting };
    });
    expect(await resetting).toBe('reset');
    expect(await prisma().authenticator.count({ where: { userId } })).toBe(0);
  });

  test('comes too late: no app is confirmed, and no codes are made', async () => {
    const { userId } = person!;
    await beginAuthenticator(ctx(), person!);
    const { secret } = (await describeEnrolment(ctx(), person!))!;
    const typed = generateSync({ secret, epoch: start.getTime() / 1000 });
    const late = await inLockedTransaction(`factors of ${userId}`, async (db) => {
      await db.authenticator.create({ data: app(userId) });
      const resetting = reset();
      await expect.poll(waiting).toBe(1);
      const confirming = confirmAuthenticator(ctx(), person!, typed);
      await expect.poll(waiting).toBe(2);
      const renewing = makeNewRecoveryCodes(ctx(), person!);
      await expect.poll(waiting).toBe(3);
      return { all: Promise.all([resetting, confirming, renewing]) };
    });
    expect(await late.all).toEqual(['reset', { outcome: 'expired' }, null]);
    expect(await rowsOf(userId)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
