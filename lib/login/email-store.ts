import { bytes } from '@/lib/db/bytes';
import { type Db, prisma } from '@/lib/db/prisma';

export const isAddressTaken = async (email: string): Promise<boolean> =>
  (await prisma().user.count({ where: { email } })) > 0;

export type EmailChangeRow = { tokenHash: Buffer; userId: string; email: string; expiresAt: Date };

/** The newest alone counts. */
export async function replaceEmailChange(db: Db, { tokenHash, ...change }: EmailChangeRow): Promise<void> {
  await dropEmailChanges(db, change.userId);
  await db.emailChange.create({ data: { ...change, tokenHash: bytes(tokenHash) } });
}

export async function dropEmailChanges(db: Db, userId: string): Promise<void> {
  await db.emailChange.deleteMany({ where: { userId } });
}

export const findEmailChange = (now: Date, userId: string, tokenHash: Buffer) =>
  prisma().emailChange.findFirst({
    where: { tokenHash: bytes(tokenHash), userId, expiresAt: { gt: now } },
    select: { email: true },
  });

/** Use it up, once: null when it is not this person's, expired, or somebody was faster. */
export async function claimEmailChange(
  db: Db,
  now: Date,
  userId: string,
  tokenHash: Buffer,
): Promise<string | null> {
  const [row] = await db.$queryRaw<{ email: string }[]>`
    DELETE FROM email_changes WHERE token_hash = ${bytes(tokenHash)} AND user_id = ${userId}::uuid AND expires_at > ${now}
    RETURNING email`;
  return row?.email ?? null;
}

/** Its mailbox is proved. Links that were mailed to the address of before are worth nothing any more. Returns that address. */
export async function setAddress(db: Db, now: Date, userId: string, email: string): Promise<string> {
  const { email: before } = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: { email: true },
  });
  await db.user.update({ where: { id: userId }, data: { email, emailVerified: now } });
  await db.signInLink.deleteMany({ where: { identifier: before } });
  return before;
}

/** Did it fail because another account has the address? */
export const isConflict = (error: unknown): boolean => (error as { code?: unknown }).code === 'P2002';
