import { type Batch, countRowsAfter, findBatches, findRows, inSnapshot } from '@/lib/audit/batch-store';
import {
  chainOf,
  contentHashOf,
  digestBytes,
  digestOf,
  noChain,
  pruneSealOf,
  type SealedRow,
} from '@/lib/audit/digest';
import type { Head } from '@/lib/audit/head';
import { equalInConstantTime } from '@/lib/crypto';
import type { Db } from '@/lib/db/transaction';

/** What an audit log is found to be. Of a row that is wrong what is known of it: what it says now, or only its id. */
export type Verification =
  | {
      state: 'intact';
      rows: number;
      batches: number;
      prunedBatches: number;
      sealedAt: Date | null;
      unsealed: number;
      /** Hex. */
      head: string | null;
      /** Was a head that was noted earlier found? Null: none was asked for. */
      knowsNoted: boolean | null;
      /** Is the last batch that this server saw still there, as it was? Null: it remembers none. */
      knowsRemembered: boolean | null;
    }
  | { state: 'row'; what: 'changed' | 'added'; id: bigint; at: Date; action: string }
  | { state: 'row'; what: 'missing'; id: bigint; sealedAt: Date }
  | { state: 'batch'; what: BatchFault; id: bigint; firstId: bigint; lastId: bigint };

/** `link`: its seal is not that of AUTH_SECRET over what stands there. `pruned`: its rows are gone, and not by us. */
export type BatchFault = 'missing' | 'link' | 'list' | 'pruned';

type Fault = Exclude<Verification, { state: 'intact' }>;

const pageRows = 10_000;

/** Walk the whole log, a few batches at a time, up to the first thing that is not as it was sealed. Reads only. */
export async function verifyAudit(
  noted: string | null = null,
  report: (rows: number) => void = () => {},
  remembered: Head | null = null,
): Promise<Verification> {
  let last: Batch | null = null;
  const found = { rows: 0, batches: 0, prunedBatches: 0, hasNoted: false, hasRemembered: false };
  for (;;) {
    const before: Batch | null = last;
    const page: Page = await inSnapshot((db) => verifyPage(db, before));
    if ('fault' in page) return page.fault;
    for (const batch of page.batches) {
      found.batches += 1;
      found.rows += batch.ids.length;
      if (batch.prunedAt) found.prunedBatches += 1;
      if (noted !== null && hex(batch.chain) === noted.toLowerCase()) found.hasNoted = true;
      if (batch.id === remembered?.id && hex(batch.chain) === remembered.chain) found.hasRemembered = true;
    }
    last = page.batches.at(-1) ?? last;
    report(found.rows);
    if (page.batches.length > 0) continue;
    const { hasNoted, hasRemembered, ...counts } = found;
    return {
      ...{ state: 'intact', ...counts, sealedAt: last?.sealedAt ?? null, unsealed: page.unsealed },
      ...{ head: last && hex(last.chain), knowsNoted: noted === null ? null : hasNoted },
      knowsRemembered: remembered && hasRemembered,
    };
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

type Page = { fault: Fault } | { batches: Batch[]; unsealed: number };

async function verifyPage(db: Db, last: Batch | null): Promise<Page> {
  const batches = await findBatches(db, last?.id ?? 0n, pageRows);
  const fault = checkLinks(last, batches);
  // What is sealed begins at 1: nothing stands before it.
  const from = last?.lastId ?? null;
  const upTo = batches.at(-1)?.lastId ?? last?.lastId ?? 0n;
  if (fault) return { fault };
  const rows = await findRows(db, from, upTo, pageRows * 3);
  const wrong = checkRows(batches, rows);
  if (wrong) return { fault: wrong };
  return { batches, unsealed: batches.length > 0 ? 0 : await countRowsAfter(db, upTo) };
}

/** Does each batch follow from the one before, and hold the list that it was sealed with? */
function checkLinks(last: Batch | null, batches: readonly Batch[]): Fault | null {
  let before = last;
  for (const batch of batches) {
    const { id, firstId, lastId } = batch;
    const fault = (what: BatchFault): Fault => ({ state: 'batch', what, id, firstId, lastId });
    const expected = (before?.id ?? 0n) + 1n;
    if (id !== expected)
      return {
        state: 'batch',
        what: 'missing',
        id: expected,
        firstId: (before?.lastId ?? 0n) + 1n,
        lastId: firstId - 1n,
      };
    const isLinked = equalInConstantTime(chainOf(before?.chain ?? noChain, batch), Buffer.from(batch.chain));
    if (!isLinked || firstId !== (before?.lastId ?? 0n) + 1n) return fault('link');
    if (batch.prunedAt) {
      const seal = pruneSealOf(batch.chain, id, batch.prunedAt);
      if (!batch.pruneSeal || !equalInConstantTime(seal, Buffer.from(batch.pruneSeal)))
        return fault('pruned');
      if (batch.ids.length > 0 || batch.digests) return fault('pruned');
    } else if (
      !batch.digests ||
      !equalInConstantTime(contentHashOf(batch.ids, batch.digests), Buffer.from(batch.contentHash))
    )
      return fault('list');
    before = batch;
  }
  return null;
}

/** Are the rows those of the batches' lists, none more, none fewer, each as it was? Both in the order of ids. */
function checkRows(batches: readonly Batch[], rows: readonly SealedRow[]): Fault | null {
  let at = 0;
  const added = ({ id, at: when, action }: SealedRow): Fault => ({
    ...{ state: 'row', what: 'added' },
    ...{ id, at: when, action },
  });
  for (const { ids, digests, sealedAt } of batches)
    for (const [place, id] of ids.entries()) {
      const row = rows[at];
      if (row && row.id < id) return added(row);
      if (!row || row.id > id) return { state: 'row', what: 'missing', id, sealedAt };
      const digest = Buffer.from(digests!.subarray(place * digestBytes, (place + 1) * digestBytes));
      if (!digest.equals(digestOf(row)))
        return { state: 'row', what: 'changed', id, at: row.at, action: row.action };
      at += 1;
    }
  const more = rows[at];
  return more ? added(more) : null;
}
