import { type Db, prisma } from '@/lib/db/prisma';

/** What a verb changes and its audit row, together or not at all. */
export const inTransaction = <Result>(work: (db: Db) => Promise<Result>): Promise<Result> =>
  prisma().$transaction((db) => work(db));
