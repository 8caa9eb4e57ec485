import type { ReactNode } from 'react';
import { DataTable } from './data-table';
import { Foreign } from './facts';
import { Summary } from './summary';
import { Time } from './time';

export type AuditRow = {
  id: string;
  /** The sentence in pieces; what has a page is led to. */
  parts: { key: string; text: string; isForeign: boolean; href: string | null }[];
  action: string;
  at: Date;
  ip: string | null;
  network: string | null;
  organization: ReactNode;
  /** What else is known, by name. */
  more: [string, string][];
};

/** What happened, one event a row. */
export const AuditTable = ({ rows, now }: { rows: AuditRow[]; now: Date }) => (
  <DataTable
    caption="Events, the newest first"
    rows={rows}
    columns={[
      { id: 'event', heading: 'What happened', cell: (row) => <Event row={row} /> },
      {
        id: 'at',
        heading: 'When',
        cell: ({ at }) => (
          <span className="whitespace-nowrap">
            <Time at={at} now={now} />
          </span>
        ),
      },
      {
        id: 'from',
        heading: 'From',
        cell: ({ ip, network }) => (
          <span className="font-mono lg:whitespace-nowrap">{ip ?? network ?? '–'}</span>
        ),
      },
      { id: 'organization', heading: 'Organization', cell: ({ organization }) => organization ?? '–' },
    ]}
  />
);

export const Sentence = ({ parts }: Pick<AuditRow, 'parts'>) =>
  parts.map((part) =>
    part.href ? (
      <a
        key={part.key}
        href={part.href}
        className="text-link underline decoration-1 underline-offset-4 hover:decoration-2"
      >
        <Words {...part} />
      </a>
    ) : (
      <Words {...part} key={part.key} />
    ),
  );

const Words = ({ text, isForeign }: AuditRow['parts'][number]) =>
  isForeign ? <Foreign>{text}</Foreign> : text;

const Event = ({ row }: { row: AuditRow }) => (
  <>
    <p>
      <Sentence parts={row.parts} />
    </p>
    <details className="group text-sm/6 font-normal text-muted">
      <Summary look="inline-flex min-h-8 underline-offset-4 hover:underline">
        <span className="font-mono text-xs/5">{row.action}</span>
      </Summary>
      <dl className="mt-1 grid gap-x-3 rounded-lg bg-sunken px-3 py-2 text-xs/5 min-[22rem]:grid-cols-[max-content_1fr]">
        {row.more.map(([name, value]) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd className="min-w-0 font-mono wrap-anywhere text-text">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  </>
);

/** The same as a short list, for pages about something else. */
export const AuditList = ({ rows, now }: { rows: Pick<AuditRow, 'id' | 'parts' | 'at'>[]; now: Date }) => (
  <ul className="divide-y divide-line rounded-2xl border border-line bg-card sm:shadow-card">
    {rows.map((row) => (
      <li key={row.id} className="flex flex-col px-5 py-3 text-sm/6 sm:flex-row sm:justify-between sm:gap-6">
        <p className="min-w-0">
          <Sentence parts={row.parts} />
        </p>
        <p className="shrink-0 text-muted">
          <Time at={row.at} now={now} />
        </p>
      </li>
    ))}
  </ul>
);
