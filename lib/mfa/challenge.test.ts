import { beforeAll, describe, expect, test } from 'vitest';
import { prisma } from '@/lib/db/prisma';
import { inTransaction } from '@/lib/db/transaction';
import { type ChallengeFor, isOwnChallenge, newChallenge, spendChallenge } from '@/lib/mfa/challenge';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, later } from '@/lib/testing/factories';

withDatabase();
const made: ChallengeFor = { kind: 'second-factor', holder: 'session-1' };
const at = (seconds: number) => contextAt(later(seconds));
const make = () => Buffer.from(newChallenge(at(0), made)).toString('base64url');

describe('a challenge', () => {
  let challenge: string;
  beforeAll(() => {
    challenge = make();
  });

  test('counts for what and whom it was made, for five minutes', () => {
    expect(isOwnChallenge(at(0), made, challenge)).toBe(true);
    expect(isOwnChallenge(at(299), made, challenge)).toBe(true);
    expect(isOwnChallenge(at(300), made, challenge)).toBe(false);
  });

  test('counts for nothing else, and for nobody else', () => {
    expect(isOwnChallenge(at(0), { ...made, kind: 'sign-in' }, challenge)).toBe(false);
    expect(isOwnChallenge(at(0), { ...made, kind: 'registration' }, challenge)).toBe(false);
    expect(isOwnChallenge(at(0), { ...made, holder: 'session-2' }, challenge)).toBe(false);
  });

  test('cannot be made up or lengthened: every bit of it is bound', () => {
    const bytes = Buffer.from(challenge, 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i]! ^= 1;
      expect(isOwnChallenge(at(0), made, changed.toString('base64url')), `byte ${i}`).toBe(false);
    }
    for (const text of ['', 'A', 'x'.repeat(70), `${challenge}AA`, challenge.slice(0, -4)])
      expect(isOwnChallenge(at(0), made, text)).toBe(false);
  });

  test('is another each time, and asking for one writes nothing', async () => {
    expect(make()).not.toBe(make());
    expect(await prisma().spentChallenge.count()).toBe(0);
  });
});

const spend = (challenge: string) => inTransaction((db) => spendChallenge(db, challenge));

test('50 uses of one challenge at once: one success', async () => {
  const challenge = make();
  const all = await Promise.all(Array.from({ length: 50 }, () => spend(challenge)));
  expect(all.filter(Boolean)).toHaveLength(1);
  expect(await spend(make())).toBe(true);
});

test('a use that is rolled back leaves it unused; a spent one is kept until it would have expired', async () => {
  const challenge = make();
  await inTransaction(async (db) => {
    await spendChallenge(db, challenge);
    throw new Error('the rest failed');
  }).catch(() => {});
  expect(await spend(challenge)).toBe(true);
  const rows = await prisma().spentChallenge.findMany();
  expect(rows.every(({ expiresAt }) => expiresAt.getTime() === later(300).getTime())).toBe(true);
});
