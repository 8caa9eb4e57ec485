import { lowerAlarm, raiseAlarm } from '@/lib/audit/alarm';
import type { Batch } from '@/lib/audit/batch-store';
import { findChain } from '@/lib/audit/prune-store';
import type { Db } from '@/lib/db/transaction';

/** The last link that somebody saw. `chain` in hex. */
export type Head = { id: bigint; chain: string };

/** Where a process keeps it: outside the database, so that whoever can write there cannot make us forget. */
export type HeadMemory = { recall(): Promise<Head | null>; keep(head: Head): Promise<void> };

export const noMemory: HeadMemory = { recall: async () => null, keep: async () => {} };

export type LastBatch = Pick<Batch, 'id' | 'lastId' | 'chain'>;

export const headOf = ({ id, chain }: Pick<Batch, 'id' | 'chain'>): Head => ({
  id,
  chain: Buffer.from(chain).toString('hex'),
});

const retryMs = 60_000;

/**
 * Batches are only ever added. When the one that was last is gone or another one, somebody deleted batches: to seal now
 * would put our seal on whatever they have made of the rows.
 */
export async function checkHead(db: Db, remembered: Head | null, last: LastBatch | null): Promise<void> {
  if (!remembered) return;
  const chain = last?.id === remembered.id ? last.chain : await findChain(db, remembered.id);
  if (!chain || headOf({ id: remembered.id, chain }).chain !== remembered.chain)
    throw raiseAlarm(
      'head',
      `batch ${remembered.id} of the audit log, which this server has seen, is ${chain ? 'another one' : 'gone'}: nothing is sealed (docs/audit.md, “When the end is gone”)`,
      retryMs,
    );
  lowerAlarm('head');
}
