import type { HistoryItem } from '@/components/history-list';
import type { AuditEntry } from '@/lib/audit/list';
import type { SessionState } from '@/lib/sessions/rules';
import { historyItems } from '../../history-items';
import { reasonInWords } from '../reasons';

type Session = {
  id: string;
  state: SessionState;
  expiresAt: Date;
  revokedAt: Date | null;
  revokedReason: string | null;
};

const ends = new Set(['session.revoked', 'session.reported', 'refresh_token.reused', 'device.replayed']);

/**
 * Its events in order. What ended with something larger (its client, its person) or by time has no row of its own: its end
 * is told from the session itself.
 */
export function itemsOf(session: Session, history: readonly AuditEntry[]): HistoryItem[] {
  const items = historyItems(history);
  const endedAt = session.revokedAt ?? (session.state === 'expired' ? session.expiresAt : null);
  if (!endedAt || history.some(({ action }) => ends.has(action))) return items;
  const what = `The session ended. ${reasonInWords(session.revokedReason ?? 'expired') ?? ''}`;
  return [...items, { id: 'end', at: endedAt, what, who: null, ip: null }];
}
