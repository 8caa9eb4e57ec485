import pg from 'pg';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { findBatches, findLastBatch, insertBatch } from '@/lib/audit/batch-store';
import { pool } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import { withDatabase } from '@/lib/testing/database';
import { start } from '@/lib/testing/factories';

withDatabase();
afterEach(() => vi.restoreAllMocks());

const [batches, each] = [40, 5_000];
beforeAll(async () => {
  for (let id = 1; id <= batches; id++) {
    const lastId = id * each;
    const ids = Array.from({ length: each }, (_, at) => BigInt(lastId - each + at + 1));
    const digests = Buffer.alloc(each * 32, `digest ${id}`);
    const seals = { contentHash: Buffer.alloc(32), chain: Buffer.alloc(32, id), sealedAt: start };
    await insertBatch(prisma(), {
      ...{ id: BigInt(id), firstId: ids[0]!, lastId: BigInt(lastId), ids, digests },
      ...seals,
    });
  }
  await pool().query('ANALYZE audit_batches');
});

const idsOf = async (after: bigint, rows: number) =>
  (await findBatches(prisma(), after, rows)).map(({ id }) => id);

test('so many that they hold about so many rows, and one at least', async () => {
  expect(await idsOf(0n, 2 * each)).toEqual([1n, 2n]);
  expect(await idsOf(7n, 2 * each + each / 2)).toEqual([8n, 9n]);
  expect(await idsOf(7n, 1)).toEqual([8n]);
  expect(await idsOf(BigInt(batches), each)).toEqual([]);
});

test('a range that somebody has written ends nothing: it is for the verification to say', async () => {
  await pool().query('UPDATE audit_batches SET first_id = $1, last_id = $2 WHERE id = 2', [
    String(-(2n ** 63n)),
    String(2n ** 63n - 1n),
  ]);
  expect(await idsOf(1n, each)).toEqual([2n]);
});

/** The statements that name the lists. */
async function readingLists(work: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  await work();
  const texts = query.mock.calls.map(([asked]) => (asked as { text?: string }).text ?? String(asked));
  expect(texts.some((text) => text.includes('audit_batches'))).toBe(true);
  return texts.filter((text) => /\b(ids|digests)\b/.test(text)).length;
}

test('lists that nobody needs are not read', async () => {
  expect(await readingLists(() => findLastBatch(prisma()))).toBe(0);
  // That which fetches what was chosen.
  expect(await readingLists(() => findBatches(prisma(), 2n, each))).toBe(1);
});
