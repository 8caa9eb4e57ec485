import type { ReactNode } from 'react';
import { Button, TextLink } from './button';
import { Hidden } from './hidden';
import { SessionState } from './session-state';

/** A signed-in device of anybody, and, unless it is over, the way to end it. */
export function SessionCard({
  state,
  title,
  href,
  carried,
  children,
}: {
  state: 'live' | 'blocked' | 'expired' | 'ended';
  title: string;
  /** Its own page, with its history. */
  href: string;
  /** What the form brings back. */
  carried: Record<string, string>;
  /** What is known of it. */
  children: ReactNode;
}) {
  const isOver = state === 'ended' || state === 'expired';
  return (
    <section className="flex flex-col gap-5 rounded-2xl border border-line bg-card p-5 sm:p-8 sm:shadow-card">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-lg/7 font-semibold tracking-tight">{title}</h2>
        <SessionState state={state} />
      </div>
      {children}
      <p>
        <TextLink href={href}>This session and its history</TextLink>
      </p>
      {!isOver && (
        <form method="post" action="/admin/tokens/revoke" className="flex flex-col gap-3">
          <Hidden values={carried} />
          <p className="text-sm/6 text-muted">
            Revoking ends the whole sign-in: this token and every other token of this device stop working at
            once, and the device has to ask the person again.
          </p>
          <div className="sm:max-w-52">
            <Button>Revoke</Button>
          </div>
        </form>
      )}
    </section>
  );
}
