import type { RequestContext } from '@/lib/context';
import { type Db, prisma } from '@/lib/db/prisma';
import { cleanClaim } from '@/lib/device/claimed';

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(base64url, 'base64url'));

/** What a browser must know to ask for one of this person's passkeys. */
export async function listCredentials(userId: string): Promise<{ id: string; transports: string[] }[]> {
  const rows = await prisma().passkey.findMany({
    where: { userId },
    select: { credentialId: true, transports: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ credentialId, transports }) => ({
    id: Buffer.from(credentialId).toString('base64url'),
    transports,
  }));
}

/** For its person to see, oldest first. */
export const listPasskeys = (userId: string) =>
  prisma().passkey.findMany({
    where: { userId },
    omit: { credentialId: true, publicKey: true, signatureCounter: true },
    orderBy: { id: 'asc' },
  });

export const findOwnPasskey = (userId: string, id: string, db: Db = prisma()) =>
  db.passkey.findFirst({ where: { id, userId }, select: { id: true, name: true, synced: true } });

/** The passkey of a credential id, with whose it is. */
export const findPasskey = (credentialId: string) =>
  prisma().passkey.findUnique({
    where: { credentialId: bytesOf(credentialId) },
    include: { user: { select: { email: true, disabledAt: true } } },
  });

export type PasskeyRow = NonNullable<Awaited<ReturnType<typeof findPasskey>>>;

export type NewPasskey = {
  id: string;
  userId: string;
  credentialId: string;
  publicKey: Uint8Array<ArrayBuffer>;
  signatureCounter: number;
  transports: string[];
  synced: boolean;
  name: string;
};

/** False when that credential is here already, whoever has it. */
export async function insertPasskey(db: Db, now: Date, made: NewPasskey): Promise<boolean> {
  const { credentialId, signatureCounter, ...row } = made;
  const { count } = await db.passkey.createMany({
    data: [
      {
        ...row,
        credentialId: bytesOf(credentialId),
        signatureCounter: BigInt(signatureCounter),
        createdAt: now,
      },
    ],
    skipDuplicates: true,
  });
  return count === 1;
}

/**
 * It was used: W3C WebAuthn 3 §7.2, step 22. Its counter must have grown, unless it counts nothing; false when it has
 * not, or the passkey is gone.
 */
export async function advancePasskey(
  db: Db,
  ctx: RequestContext,
  id: string,
  signatureCounter: number,
): Promise<boolean> {
  const before = { lt: BigInt(signatureCounter) };
  const { count } = await db.passkey.updateMany({
    where: { id, signatureCounter: signatureCounter === 0 ? 0n : before },
    data: {
      signatureCounter: BigInt(signatureCounter),
      lastUsedAt: ctx.now,
      lastUsedIp: ctx.ip,
      lastUsedUserAgent: cleanClaim(ctx.userAgent, 300),
    },
  });
  return count === 1;
}

export async function updatePasskeyName(db: Db, userId: string, id: string, name: string): Promise<boolean> {
  const { count } = await db.passkey.updateMany({ where: { id, userId }, data: { name } });
  return count === 1;
}

export async function deletePasskey(db: Db, userId: string, id: string): Promise<boolean> {
  const { count } = await db.passkey.deleteMany({ where: { id, userId } });
  return count === 1;
}
