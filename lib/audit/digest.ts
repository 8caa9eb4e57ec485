import { hmac, sha256 } from '@/lib/crypto';

/** An audit row as it is sealed: every column, `detail` as PostgreSQL writes a jsonb. */
export type SealedRow = {
  id: bigint;
  at: Date;
  action: string;
  actorType: string;
  actorId: string | null;
  userId: string | null;
  clientId: string | null;
  organizationId: string | null;
  targetType: string | null;
  targetId: string | null;
  ip: string | null;
  network: string | null;
  requestId: string | null;
  detail: string | null;
};

/**
 * One row as one text, and no two rows as the same: a JSON array of strings and nulls in this order, the time to the
 * millisecond. A jsonb keeps its keys sorted and once, so its text is canonical, and says its numbers to the last digit.
 */
export const canonicalRow = (row: SealedRow): string =>
  JSON.stringify([
    ...['doorcode audit row 1', String(row.id), row.at.toISOString(), row.action, row.actorType, row.actorId],
    ...[row.userId, row.clientId, row.organizationId, row.targetType, row.targetId],
    ...[row.ip, row.network, row.requestId, row.detail],
  ]);

export const digestBytes = 32;
export const digestOf = (row: SealedRow): Buffer => sha256(canonicalRow(row));

const integers = (...numbers: (bigint | number)[]): Buffer => {
  const bytes = Buffer.alloc(numbers.length * 8);
  numbers.forEach((number, at) => void bytes.writeBigInt64BE(BigInt(number), at * 8));
  return bytes;
};

/** SHA-256 over the ids, 8 bytes each, then the digests, 32 bytes each: 40 bytes a row. */
export const contentHashOf = (ids: readonly bigint[], digests: Uint8Array): Buffer =>
  sha256(Buffer.concat([integers(...ids), digests]));

/** What every batch keeps, with its rows or without. */
export type Link = { id: bigint; firstId: bigint; lastId: bigint; sealedAt: Date; contentHash: Uint8Array };

/** Before the first batch. */
export const noChain = Buffer.alloc(32);

/** The next link: whoever has no AUTH_SECRET cannot make one, and each holds all before it. */
export const chainOf = (before: Uint8Array, { id, firstId, lastId, sealedAt, contentHash }: Link): Buffer =>
  hmac(
    'audit-chain',
    Buffer.concat([before, integers(id, firstId, lastId, sealedAt.getTime()), contentHash]),
  );

/** That it was this server that deleted the rows of a batch, and when. */
export const pruneSealOf = (chain: Uint8Array, id: bigint, prunedAt: Date): Buffer =>
  hmac('audit-prune', Buffer.concat([chain, integers(id, prunedAt.getTime())]));
