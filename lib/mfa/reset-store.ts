import { revokeKeysOf } from '@/lib/api-keys/keys-store';
import { prisma } from '@/lib/db/prisma';
import type { Db } from '@/lib/db/transaction';

export const findIdOfAddress = async (email: string): Promise<string | undefined> =>
  (await prisma().user.findUnique({ where: { email }, select: { id: true } }))?.id;

export const findAddress = (db: Db, userId: string): Promise<{ email: string } | null> =>
  db.user.findUnique({ where: { id: userId }, select: { email: true } });

/** How much of each there is, or was deleted. */
export type FactorCounts = {
  authenticators: number;
  passkeys: number;
  recoveryCodes: number;
  pendingEnrolments: number;
};

const countOf = async (deleted: Promise<{ count: number }>): Promise<number> => (await deleted).count;

/** Every factor of a person, and what would become one. */
export async function deleteFactors(db: Db, userId: string): Promise<FactorCounts> {
  return {
    authenticators: await countOf(db.authenticator.deleteMany({ where: { userId } })),
    passkeys: await countOf(db.passkey.deleteMany({ where: { userId } })),
    recoveryCodes: await countOf(db.recoveryCode.deleteMany({ where: { userId } })),
    pendingEnrolments: await countOf(
      db.authenticatorEnrolment.deleteMany({ where: { browserSession: { userId } } }),
    ),
  };
}

/** What somebody who got in may have left behind: browsers that are signed in, API keys, and another address under way. */
export async function deleteFootholds(
  db: Db,
  now: Date,
  userId: string,
): Promise<{ browserSessions: number; emailChanges: number; apiKeys: number }> {
  return {
    emailChanges: await countOf(db.emailChange.deleteMany({ where: { userId } })),
    browserSessions: await countOf(db.browserSession.deleteMany({ where: { userId } })),
    apiKeys: (await revokeKeysOf(db, now, userId)).length,
  };
}
