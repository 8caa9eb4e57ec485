import type { ReactNode } from 'react';

/** A short list of plain labels and what is known. */
export function Facts({ labels = 'short', children }: { labels?: keyof typeof widths; children: ReactNode }) {
  return (
    <dl className={`divide-y divide-line border-y border-line text-[0.9375rem]/6 ${widths[labels]}`}>
      {children}
    </dl>
  );
}

const widths = {
  short: '[--label:6rem]',
  medium: '[--label:6.5rem] sm:[--label:9rem]',
  long: '[--label:8rem] sm:[--label:13rem]',
};

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 py-2 min-[22rem]:grid-cols-[var(--label)_1fr]">
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

/** What qualifies a fact, below it. */
export function Aside({ children }: { children: ReactNode }) {
  return <span className="block text-sm/5 text-muted">{children}</span>;
}

/** Text that a device or a client chose: its direction stays its own. */
export function Foreign({ children }: { children: string }) {
  return <bdi>{children}</bdi>;
}
