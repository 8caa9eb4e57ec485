import { findEventsOf, type HistoryEvent } from '@/lib/accounts/history-store';
import type { Cursor } from '@/lib/audit/filter';
import { pageOf } from '@/lib/db/keyset';

/** What a person reads of an event. Where somebody else acted, from where they did is not the person's to know. */
export type OwnEvent = Omit<HistoryEvent, 'actorType' | 'actorId'> & {
  by: 'person' | 'administrator' | 'server';
};

export const eventsPerPage = 30;

/** What happened to a person's account, the newest first, and from where the pages around it begin. Reads only. */
export async function listOwnHistory(
  userId: string,
  actions: readonly string[],
  cursor: Cursor,
): Promise<{ events: OwnEvent[]; newer: string | null; older: string | null }> {
  const found = await findEventsOf(userId, actions, cursor, eventsPerPage + 1);
  // The list goes from the newest to the oldest: what is newer than an event lies before it.
  const from = cursor && ('after' in cursor ? 'before' : 'after');
  const page = pageOf(found, eventsPerPage, from, ({ id }) => String(id));
  return {
    events: page.rows.map((event) => asOwn(event, userId)),
    newer: page.before,
    older: page.after,
  };
}

/** An event as its person may see it. */
export function asOwn({ actorType, actorId, ip, ...event }: HistoryEvent, userId: string): OwnEvent {
  const isOther = (actorType === 'person' && actorId !== userId) || actorType === 'api_key';
  const by = isOther ? 'administrator' : actorType === 'system' ? 'server' : 'person';
  return { ...event, by, ip: by === 'person' ? ip : null };
}
