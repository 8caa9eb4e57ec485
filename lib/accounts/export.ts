import { findOwnData, findOwnRequests, findOwnSessions } from '@/lib/accounts/export-store';
import { asOwn } from '@/lib/accounts/history';
import { findEventsOf } from '@/lib/accounts/history-store';
import { onWire } from '@/lib/accounts/wire';
import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { inTransaction } from '@/lib/db/transaction';
import { env } from '@/lib/env';

const rowsAtOnce = 500;

/**
 * All that is kept of a person, as JSON, piece by piece: their devices and what happened may be many. That it was asked
 * for is audited before the first piece leaves.
 */
export async function exportOwnData(
  ctx: RequestContext,
  userId: string,
): Promise<AsyncGenerator<string> | null> {
  const data = await findOwnData(userId);
  if (!data) return null;
  const target = { type: 'user', id: userId };
  await inTransaction((db) => recordAudit(db, ctx, { action: 'person.exported', userId, target }));
  return pieces(ctx, userId, data);
}

async function* pieces(ctx: RequestContext, userId: string, data: object): AsyncGenerator<string> {
  const head = { exportedFrom: env().publicUrl, exportedAt: ctx.now, account: data };
  yield `${JSON.stringify(onWire(head), null, 2).slice(0, -2)},\n`;
  yield* list('device_requests', (after: string | null) => findOwnRequests(userId, after, rowsAtOnce));
  yield* list('devices', (after: string | null) => findOwnSessions(userId, after, rowsAtOnce));
  yield* list('events', async (before: bigint | null) => {
    const found = await findEventsOf(userId, null, before === null ? null : { before }, rowsAtOnce);
    return found.map((event) => asOwn(event, userId));
  });
  yield '  "end": true\n}\n';
}

/** One list, read a part at a time. */
async function* list<Id>(
  name: string,
  read: (from: Id | null) => Promise<{ id: Id }[]>,
): AsyncGenerator<string> {
  yield `  "${name}": [`;
  let from: Id | null = null;
  for (let isFirst = true; ; ) {
    const rows: { id: Id }[] = await read(from);
    for (const row of rows) {
      yield `${isFirst ? '' : ','}\n    ${JSON.stringify(onWire(row))}`;
      isFirst = false;
    }
    if (rows.length < rowsAtOnce) break;
    from = rows.at(-1)!.id;
  }
  yield '\n  ],\n';
}
