import { bytes } from '@/lib/db/bytes';
import type { Db } from '@/lib/db/transaction';

export async function replaceRecoveryCodes(
  db: Db,
  now: Date,
  userId: string,
  hmacs: Buffer[],
): Promise<void> {
  await db.recoveryCode.deleteMany({ where: { userId } });
  await db.recoveryCode.createMany({
    data: hmacs.map((hmac) => ({ userId, hmac: bytes(hmac), createdAt: now })),
  });
}

/** Use one up, once: false when there is no such code, or somebody was faster. */
export async function claimRecoveryCode(db: Db, now: Date, userId: string, hmac: Buffer): Promise<boolean> {
  const { count } = await db.recoveryCode.updateMany({
    where: { userId, hmac: bytes(hmac), usedAt: null },
    data: { usedAt: now },
  });
  return count === 1;
}

/** Left ones; a person who has used all up has none. */
export const hasRecoveryCodes = async (db: Db, userId: string): Promise<boolean> =>
  (await db.recoveryCode.count({ where: { userId, usedAt: null } })) > 0;

export async function deleteRecoveryCodes(db: Db, userId: string): Promise<void> {
  await db.recoveryCode.deleteMany({ where: { userId } });
}
