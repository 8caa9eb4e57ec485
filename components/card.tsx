import type { ReactNode } from 'react';

/** One card, one heading, one purpose. On a phone it is the page itself. */
export function Card({
  title,
  intro,
  children,
}: {
  title: ReactNode;
  intro?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <section className="flex flex-col gap-6 sm:rounded-2xl sm:border sm:border-line sm:bg-card sm:p-8 sm:shadow-card">
      <div className="flex flex-col gap-2">
        <h1 className="text-2xl/8 font-semibold tracking-tight">{title}</h1>
        {intro && <div className="text-muted">{intro}</div>}
      </div>
      {children}
    </section>
  );
}

/** What stands below the card: who is signed in, another way. */
export function BelowCard({ children }: { children: ReactNode }) {
  return (
    <div className="mt-8 border-t border-line pt-5 text-sm/6 text-muted sm:mt-6 sm:border-0 sm:p-0 sm:text-center">
      {children}
    </div>
  );
}
