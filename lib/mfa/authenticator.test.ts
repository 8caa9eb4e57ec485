import { generateSync } from 'otplib';
import { beforeEach, describe, expect, test } from 'vitest';
import { prisma } from '@/lib/db/prisma';
import { actingAs, findPerson, type Person } from '@/lib/login/browser-session';
import { sessionCookieName } from '@/lib/login/cookies';
import {
  beginAuthenticator,
  confirmAuthenticator,
  describeEnrolment,
  verifyAuthenticator,
} from '@/lib/mfa/authenticator';
import { resetFactors } from '@/lib/mfa/reset-factors';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  contextOf,
  createSignedInPerson,
  later,
  platformAdmin,
  signIn,
} from '@/lib/testing/factories';
import { withMailbox } from '@/lib/testing/mailbox';

withDatabase();
const mailsTo = withMailbox();

/** What the app of a phone shows at that second. */
const shown = (secret: string, seconds: number): string =>
  generateSync({ secret, epoch: Math.floor(later(seconds).getTime() / 1000) });

const at = (seconds: number, person: Person) => actingAs(contextAt(later(seconds)), person);

let person: Person;
beforeEach(async () => {
  person = await createSignedInPerson();
});

async function begin(seconds = 0): Promise<string> {
  await beginAuthenticator(at(seconds, person), person);
  return (await describeEnrolment(at(seconds, person), person))!.secret;
}

/** An app that counts, with the code of second 0 used. */
async function enrolled(): Promise<string> {
  const secret = await begin();
  expect(await confirmAuthenticator(at(0, person), person, shown(secret, 0))).toMatchObject({
    outcome: 'verified',
  });
  return secret;
}

const verify = (seconds: number, code: string, who = person) =>
  verifyAuthenticator(at(seconds, who), who, code);
const outcomes = async (tries: Promise<{ outcome: string }>[]) => {
  const counts: Record<string, number> = {};
  for (const { outcome } of await Promise.all(tries)) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

describe('setting an app up', () => {
  test('it counts for nothing until a code of it came back', async () => {
    const secret = await begin();
    expect((await verify(0, shown(secret, 0))).outcome).toBe('wrong');
    expect((await confirmAuthenticator(at(0, person), person, '000000')).outcome).toBe('wrong');
    expect(await prisma().authenticator.count({ where: { userId: person.userId } })).toBe(0);
    expect((await confirmAuthenticator(at(0, person), person, shown(secret, 0))).outcome).toBe('verified');
    expect((await verify(30, shown(secret, 30))).outcome).toBe('verified');
  });

  test('it makes this session one with a second factor, under another token', async () => {
    const before = await prisma().browserSession.findUniqueOrThrow({
      where: { id: person.browserSessionId },
    });
    const secret = await begin();
    const result = await confirmAuthenticator(at(0, person), person, shown(secret, 0));
    if (result.outcome !== 'verified') throw new Error(result.outcome);
    const cookie = result.value[0]!.split(';')[0]!;
    const after = await findPerson(contextAt(later(1)), new Headers({ cookie }));
    expect(after).toMatchObject({
      amr: ['email', 'otp', 'mfa'],
      secondFactorAt: later(0),
      hasAuthenticator: true,
    });
    const row = await prisma().browserSession.findUniqueOrThrow({ where: { id: person.browserSessionId } });
    expect(row.sessionToken).not.toBe(before.sessionToken);
    expect(result.value[0]).toContain(sessionCookieName());
  });

  test('only the session that began it goes on with it, for a quarter of an hour', async () => {
    const secret = await begin();
    const other = await signIn(person.userId);
    expect((await confirmAuthenticator(at(0, other), other, shown(secret, 0))).outcome).toBe('expired');
    expect((await confirmAuthenticator(at(901, person), person, shown(secret, 901))).outcome).toBe('expired');
  });

  test('50 confirmations at once: one counts', async () => {
    const secret = await begin();
    const code = shown(secret, 0);
    const tries = Array.from({ length: 50 }, () => confirmAuthenticator(at(0, person), person, code));
    expect((await outcomes(tries)).verified).toBe(1);
    expect(await prisma().authenticator.count({ where: { userId: person.userId } })).toBe(1);
  });

  test('another phone takes the place of the first', async () => {
    const first = await enrolled();
    const second = await begin(60);
    expect((await confirmAuthenticator(at(60, person), person, shown(second, 60))).outcome).toBe('verified');
    expect((await verify(90, shown(first, 90))).outcome).toBe('wrong');
    expect((await verify(90, shown(second, 90))).outcome).toBe('verified');
  });

  test('neither the secret nor the codes are in the database, and another person’s row opens nothing', async () => {
    const secret = await enrolled();
    const row = await prisma().authenticator.findUniqueOrThrow({ where: { userId: person.userId } });
    expect(Buffer.from(row.secretEncrypted).includes(secret)).toBe(false);
    const thief = await createSignedInPerson();
    await prisma().authenticator.create({ data: { ...row, userId: thief.userId } });
    expect((await verify(30, shown(secret, 30), thief)).outcome).toBe('wrong');
  });
});

describe('a code', () => {
  test.each([
    ['of now', 60, 60, 'verified'],
    ['of the step before', 60, 30, 'verified'],
    ['of the step after', 60, 90, 'verified'],
    ['of two steps before', 120, 60, 'wrong'],
    ['of two steps after', 60, 120, 'wrong'],
    ['that set the app up, again', 5, 0, 'wrong'],
  ])('%s', async (_what, now, codeOf, outcome) => {
    const secret = await enrolled();
    expect((await verify(now, shown(secret, codeOf))).outcome).toBe(outcome);
  });

  test.each(['', 'abcdef', '12345', '1234567', '１２３４５６', '123456\u0000', '-12345'])(
    '%j is none',
    async (typed) => {
      await enrolled();
      expect((await verify(30, typed)).outcome).toBe('wrong');
    },
  );

  test('spaces do not matter', async () => {
    const code = shown(await enrolled(), 30);
    expect((await verify(30, ` ${code.slice(0, 3)} ${code.slice(3)} `)).outcome).toBe('verified');
  });

  test('is used once, whatever the session; an earlier one is dead with it', async () => {
    const secret = await enrolled();
    expect((await verify(60, shown(secret, 60))).outcome).toBe('verified');
    const other = await signIn(person.userId);
    expect((await verify(60, shown(secret, 60), other)).outcome).toBe('wrong');
    expect((await verify(60, shown(secret, 30), other)).outcome).toBe('wrong');
    expect((await verify(90, shown(secret, 90), other)).outcome).toBe('verified');
  });

  test('50 uses of one at once: one success', async () => {
    const secret = await enrolled();
    const code = shown(secret, 30);
    const sessions = await Promise.all(Array.from({ length: 50 }, () => signIn(person.userId)));
    const { verified } = await outcomes(sessions.map((session) => verify(30, code, session)));
    expect(verified).toBe(1);
  });
});

describe('guessing', () => {
  test('stops at the account’s limit over all sessions, for the right code too, and goes on after it', async () => {
    const secret = await enrolled();
    const guess = async (seconds: number) => verify(seconds, '000000', await signIn(person.userId));
    const first = await outcomes(Array.from({ length: 30 }, () => guess(30)));
    expect(first).toEqual({ wrong: 10, limited: 20 });
    expect((await verify(30, shown(secret, 30))).outcome).toBe('limited');
    expect(
      await prisma().auditEvent.count({ where: { userId: person.userId, action: 'second_factor.refused' } }),
    ).toBe(10);
    const told = (await mailsTo(person.email)).filter(({ subject }) => subject.startsWith('Too many wrong'));
    expect(told).toHaveLength(1);
    // The limits go by the real clock: their window is over.
    await prisma().rateLimit.deleteMany({ where: { key: `second-factor:${person.userId}` } });
    expect((await verify(30, shown(secret, 30))).outcome).toBe('verified');
  });

  test('a burst counts for the day no further than the quarter of an hour lets it', async () => {
    const secret = await enrolled();
    await outcomes(Array.from({ length: 60 }, () => verify(30, '000000')));
    await prisma().rateLimit.deleteMany({ where: { key: `second-factor:${person.userId}` } });
    expect((await verify(30, shown(secret, 30))).outcome).toBe('verified');
  });

  test('an administrator who resets the factors also resets what was counted', async () => {
    await enrolled();
    await outcomes(Array.from({ length: 12 }, () => verify(30, '000000')));
    await resetFactors(contextOf(platformAdmin, later(30)), person.userId);
    person = { ...person, ...(await signIn(person.userId)) };
    const secret = await begin(30);
    expect((await confirmAuthenticator(at(30, person), person, shown(secret, 30))).outcome).toBe('verified');
  });

  test('stops at 50 a day as well, however long each quarter of an hour is waited for', async () => {
    const secret = await enrolled();
    const windowIsOver = (limit: 'second-factor' | 'second-factor-day') =>
      prisma().rateLimit.deleteMany({ where: { key: `${limit}:${person.userId}` } });
    for (let quarter = 0; quarter < 5; quarter++) {
      const guesses = Array.from({ length: 10 }, () => verify(30, '000000'));
      expect(await outcomes(guesses)).toEqual({ wrong: 10 });
      expect((await windowIsOver('second-factor')).count).toBe(1);
    }
    expect((await verify(30, '000000')).outcome).toBe('limited');
    expect((await verify(30, shown(secret, 30))).outcome).toBe('limited');
    await windowIsOver('second-factor');
    expect((await verify(30, shown(secret, 30))).outcome).toBe('limited');
    await windowIsOver('second-factor-day');
    expect((await verify(30, shown(secret, 30))).outcome).toBe('verified');
  });

  test('a success takes back its own try, and no other', async () => {
    const secret = await enrolled();
    for (let i = 0; i < 9; i++) await verify(30, '000000');
    expect((await verify(30, shown(secret, 30))).outcome).toBe('verified');
    expect((await verify(60, '000000')).outcome).toBe('wrong');
    expect((await verify(60, shown(secret, 60))).outcome).toBe('limited');
  });

  test('another account is not concerned', async () => {
    await enrolled();
    for (let i = 0; i < 11; i++) await verify(30, '000000');
    person = await createSignedInPerson();
    const secret = await enrolled();
    expect((await verify(30, shown(secret, 30))).outcome).toBe('verified');
  });
});
