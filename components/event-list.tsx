import { Foreign } from './facts';
import { Time } from './time';

type Event = { id: string; at: Date; says: string; where: string };

/** What happened, line by line, the newest first. */
export const EventList = ({ events, now }: { events: Event[]; now: Date }) => (
  <ol className="divide-y divide-line rounded-2xl border border-line bg-card sm:shadow-card">
    {events.map(({ id, at, says, where }) => (
      <li key={id} className="flex flex-col px-5 py-3.5 sm:flex-row sm:items-baseline sm:gap-6">
        <div className="min-w-0 flex-1">
          <p className="font-medium break-words">
            <Foreign>{says}</Foreign>
          </p>
          {where && <p className="text-sm/6 text-muted">{where}</p>}
        </div>
        <p className="shrink-0 text-sm/6 text-muted">
          <Time at={at} now={now} />
        </p>
      </li>
    ))}
  </ol>
);
