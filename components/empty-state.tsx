import type { ReactNode } from 'react';

/** Nothing here yet, and how something comes to be here. */
export function EmptyState({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="rounded-2xl border border-dashed border-control px-6 py-10 text-center">
      <p className="font-medium">{title}</p>
      <div className="mx-auto mt-2 max-w-sm text-[0.9375rem]/6 text-muted">{children}</div>
    </div>
  );
}

/** A command to type; it can be selected as one. */
export function Command({ children }: { children: string }) {
  return (
    <code className="my-3 block rounded-lg bg-sunken px-3 py-2.5 text-center font-mono text-sm text-text select-all">
      {children}
    </code>
  );
}
