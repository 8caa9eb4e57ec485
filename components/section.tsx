import type { ReactNode } from 'react';

/** One part of a page of settings: what it is about, what to do there, and what is there. */
export function Section({
  id,
  title,
  intro,
  action,
  children,
}: {
  id: string;
  title: string;
  intro?: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <div className="flex flex-col items-start gap-3 sm:flex-row sm:items-end sm:justify-between sm:gap-6">
        <div className="min-w-0">
          <h2 id={id} className="text-lg/7 font-semibold tracking-tight">
            {title}
          </h2>
          {intro && <p className="text-sm/6 text-muted">{intro}</p>}
        </div>
        {action && <div className="shrink-0">{action}</div>}
      </div>
      {children}
    </section>
  );
}

/** Rows of a section, one thing each. */
export function Rows({ children }: { children: ReactNode }) {
  return (
    <ul className="divide-y divide-line rounded-2xl border border-line bg-card sm:shadow-card">{children}</ul>
  );
}

/** What it is, what is known of it, and what can be done with it. */
export function Row({
  heading: Heading = 'h3',
  title,
  facts,
  children,
}: {
  /** `h2` where the rows stand under the page's own heading. */
  heading?: 'h2' | 'h3';
  title: ReactNode;
  facts?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <li className="flex flex-col gap-3 p-5 sm:flex-row sm:items-center sm:gap-6">
      <div className="min-w-0 flex-1">
        <Heading className="font-medium">{title}</Heading>
        {facts && <div className="text-sm/6 text-muted">{facts}</div>}
      </div>
      {children && <div className="flex shrink-0 flex-wrap gap-3">{children}</div>}
    </li>
  );
}
