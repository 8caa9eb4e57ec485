import { EmptyState } from './empty-state';
import { Foreign } from './facts';
import { Time } from './time';

export type HistoryItem = { id: string; at: Date; what: string; who: string | null; ip: string | null };

/** What happened, one line each: what, who, when, from where. */
export function HistoryList({ items, now }: { items: HistoryItem[]; now: Date }) {
  if (items.length === 0)
    return <EmptyState title="Nothing is recorded">Events appear here as they happen.</EmptyState>;
  return (
    <ol className="divide-y divide-line rounded-2xl border border-line bg-card sm:shadow-card">
      {items.map(({ id, at, what, who, ip }) => (
        <li key={id} className="px-5 py-3">
          <p className="font-medium">{what}</p>
          <p className="text-sm/6 text-muted">
            <Time at={at} now={now} />
            {who && (
              <>
                {' · '}
                <Foreign>{who}</Foreign>
              </>
            )}
            {ip && ` · from ${ip}`}
          </p>
        </li>
      ))}
    </ol>
  );
}
