import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import type { Prisma, SigningKey } from '@/lib/db/generated/client';
import { type Db, prisma } from '@/lib/db/prisma';
import { inTransaction } from '@/lib/db/transaction';

export type SigningKeyRow = SigningKey;
export type NewSigningKey = Omit<SigningKey, 'publicJwk'> & { publicJwk: Prisma.InputJsonObject };

/** Everything that is published, youngest first. */
export const findSigningKeys = (db: Db = prisma()): Promise<SigningKeyRow[]> =>
  db.signingKey.findMany({ orderBy: [{ signsFrom: 'desc' }, { id: 'asc' }] });

/** Change the keys while no other node does. */
export const withKeysLocked = <Result>(work: (db: Db) => Promise<Result>): Promise<Result> =>
  inTransaction(async (db) => {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('doorcode signing keys'))`;
    return work(db);
  });

export async function insertSigningKey(db: Db, ctx: RequestContext, key: NewSigningKey): Promise<void> {
  await db.signingKey.create({ data: key });
  await recordAudit(db, ctx, {
    action: 'signing_key.created',
    target: { type: 'signing_key', id: key.id },
    detail: { algorithm: key.algorithm, signsFrom: key.signsFrom.toISOString() },
  });
}

/** Unpublish a key, unless something that was signed up to `lastSignedAt` still lives. Every token of ours has a row. */
export async function deleteFinishedKey(
  db: Db,
  ctx: RequestContext,
  key: { id: string; lastSignedAt: Date },
): Promise<void> {
  const live = await db.accessToken.findFirst({
    where: { createdAt: { lte: key.lastSignedAt }, expiresAt: { gt: ctx.now } },
    select: { sessionId: true },
  });
  if (!live) await deleteSigningKey(db, ctx, key.id);
}

export async function deleteSigningKey(db: Db, ctx: RequestContext, id: string): Promise<void> {
  const { count } = await db.signingKey.deleteMany({ where: { id } });
  if (count > 0)
    await recordAudit(db, ctx, { action: 'signing_key.deleted', target: { type: 'signing_key', id } });
}
