import type { ReactNode } from 'react';
import { Logo } from './brand';

/** One quiet column: the name above, one thing to do below. */
export function PageShell({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-card flex-col px-5 pt-6 pb-10 sm:px-0 sm:pt-[clamp(2rem,9vh,6rem)]">
      <header className="mb-8 sm:mb-7 sm:text-center">
        <HomeLink />
      </header>
      <main id="main" tabIndex={-1} className="outline-none">
        {children}
      </main>
    </div>
  );
}

/** The same for lists: a wider column, and the ways to the other places. */
export function WideShell({ nav, children }: { nav?: ReactNode; children: ReactNode }) {
  return (
    <div className="mx-auto min-h-dvh w-full max-w-wide px-5 pt-6 pb-16 sm:px-8 sm:pt-10">
      <header className="mb-10 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <HomeLink />
        {nav && (
          <nav aria-label="Main" className="-mx-2 flex flex-wrap gap-1 text-sm">
            {nav}
          </nav>
        )}
      </header>
      <main id="main" tabIndex={-1} className="outline-none">
        {children}
      </main>
    </div>
  );
}

/** For administrators: many places, so on a phone they fold away under one word; wide enough for tables where asked. */
export function DashboardShell({
  nav,
  width,
  children,
}: {
  nav: ReactNode;
  width: 'wide' | 'full';
  children: ReactNode;
}) {
  return (
    <div className="mx-auto min-h-dvh w-full max-w-dashboard px-5 pt-6 pb-16 sm:px-8 sm:pt-10">
      <header className="mb-10 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <HomeLink />
        <nav aria-label="Main" className="hidden flex-wrap gap-1 text-sm lg:-mx-2 lg:flex">
          {nav}
        </nav>
        <details className="group w-full rounded-xl border border-line bg-card text-sm lg:hidden">
          <summary className="flex min-h-11 items-center rounded-xl px-4 font-medium">
            Menu
            <span aria-hidden className="ml-2 text-muted">
              ▾
            </span>
          </summary>
          <nav aria-label="Main" className="grid grid-cols-2 px-2 pb-2">
            {nav}
          </nav>
        </details>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className={`outline-none ${width === 'wide' ? 'mx-auto max-w-wide' : ''}`}
      >
        {children}
      </main>
    </div>
  );
}

const HomeLink = () => (
  <a href="/" className="-m-2 inline-block rounded-lg p-2">
    <Logo />
  </a>
);

export function NavLink({
  href,
  isCurrent = false,
  children,
}: {
  href: string;
  isCurrent?: boolean;
  children: ReactNode;
}) {
  return (
    <a
      href={href}
      aria-current={isCurrent ? 'page' : undefined}
      className={`inline-flex min-h-11 items-center rounded-lg px-2 underline-offset-4 hover:text-text hover:underline ${
        isCurrent ? 'font-medium text-text' : 'text-muted'
      }`}
    >
      {children}
    </a>
  );
}
