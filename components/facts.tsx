import type { ReactNode } from 'react';

/** A short list of plain labels and what is known. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="divide-y divide-line border-y border-line text-[0.9375rem]/6">{children}</dl>;
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 py-2.5 min-[24rem]:grid-cols-[6.5rem_1fr]">
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

/** Text that a device or a client chose: its direction stays its own. */
export function Foreign({ children }: { children: string }) {
  return <bdi>{children}</bdi>;
}
