import { bytes } from '@/lib/db/bytes';
import type { Db } from '@/lib/db/transaction';

/** False when it is there already; waits for a transaction that is about to put it there. */
export async function insertSpentChallenge(db: Db, hash: Buffer, expiresAt: Date): Promise<boolean> {
  const { count } = await db.spentChallenge.createMany({
    data: [{ hash: bytes(hash), expiresAt }],
    skipDuplicates: true,
  });
  return count === 1;
}
