import type { HistoryItem } from '@/components/history-list';
import type { AuditEntry } from '@/lib/audit/list';
import { actorOf, sentenceOf, textOf } from '@/lib/audit/words';

/** Audited events as the history of one thing. */
export const historyItems = (events: readonly AuditEntry[]): HistoryItem[] =>
  events.map((event) => ({
    ...{ id: event.id, at: event.at, ip: event.ip },
    ...{ what: textOf(sentenceOf(event)), who: actorOf(event) },
  }));
