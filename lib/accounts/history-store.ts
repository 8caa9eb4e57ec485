import type { Cursor } from '@/lib/audit/filter';
import { prisma } from '@/lib/db/prisma';

/** Something that happened to a person's account. */
export type HistoryEvent = {
  id: bigint;
  at: Date;
  action: string;
  actorType: string;
  actorId: string | null;
  clientName: string | null;
  ip: string | null;
  detail: Readonly<Record<string, unknown>>;
};

/** Of these kinds alone, in the order of the search: the newest first, or after an event the oldest first. */
export async function findEventsOf(
  userId: string,
  actions: readonly string[] | null,
  cursor: Cursor,
  most: number,
): Promise<HistoryEvent[]> {
  const beyond = cursor && ('before' in cursor ? { lt: cursor.before } : { gt: cursor.after });
  const rows = await prisma().auditEvent.findMany({
    where: { userId, ...(actions && { action: { in: [...actions] } }), ...(beyond && { id: beyond }) },
    select: {
      ...{ id: true, at: true, action: true, actorType: true, actorId: true },
      ...{ clientId: true, ip: true, detail: true },
    },
    orderBy: { id: cursor && 'after' in cursor ? 'asc' : 'desc' },
    take: most,
  });
  const names = await clientNames(rows.flatMap(({ clientId }) => clientId ?? []));
  return rows.map(({ clientId, detail, ...row }) => ({
    ...row,
    clientName: clientId && (names.get(clientId) ?? clientId),
    detail: isObject(detail) ? detail : {},
  }));
}

async function clientNames(ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await prisma().client.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
