import { type Db, prisma } from '@/lib/db/prisma';

export type { Db };

/** What a verb changes and its audit row, together or not at all. */
export const inTransaction = <Result>(work: (db: Db) => Promise<Result>): Promise<Result> =>
  prisma().$transaction((db) => work(db), { maxWait: 10_000 });

/** The same, one at a time on all nodes: it waits for whoever holds the lock of that name. */
export const inLockedTransaction = <Result>(
  lock: string,
  work: (db: Db) => Promise<Result>,
): Promise<Result> =>
  prisma().$transaction(
    async (db) => {
      await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${lock}))`;
      return work(db);
    },
    { maxWait: 10_000, timeout: 60_000 },
  );

/** In a transaction: wait for whoever holds the lock of that name, and hold it until the end. */
export async function takeLock(db: Db, lock: string): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${lock}))`;
}
