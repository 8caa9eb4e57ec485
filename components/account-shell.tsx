import type { ReactNode } from 'react';
import { type AccountPlace, accountPlaces } from './account-places';
import { DashboardShell, NavLink } from './page-shell';
import { type ComingRequirement, SecondFactorNotice } from './second-factor-notice';

/** The pages of a person's own account: one heading, and the ways between them. */
export function AccountShell({
  place,
  title,
  intro,
  action,
  asked,
  isAdministrator,
  hasMailbox,
  children,
}: {
  place: AccountPlace;
  title: ReactNode;
  intro: ReactNode;
  /** What can be done with all of it. */
  action?: ReactNode;
  /** What is asked of the person, soon. */
  asked: { coming: ComingRequirement; now: Date };
  isAdministrator: boolean;
  /** Mails stay on this server, and are read there. */
  hasMailbox: boolean;
  children: ReactNode;
}) {
  return (
    <DashboardShell
      width="wide"
      nav={
        <>
          {accountPlaces.map((one) => (
            <NavLink key={one.place} href={one.href} isCurrent={one.place === place}>
              {one.name}
            </NavLink>
          ))}
          <NavLink href="/device">Connect a device</NavLink>
          {isAdministrator && <NavLink href="/admin">Administration</NavLink>}
          {hasMailbox && <NavLink href="/mailbox">Mailbox</NavLink>}
        </>
      }
    >
      <div className="flex flex-col gap-6">
        <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <div className="min-w-0">
            <h1 className="text-2xl/8 font-semibold tracking-tight">{title}</h1>
            <div className="mt-1 text-muted">{intro}</div>
          </div>
          {action}
        </div>
        <SecondFactorNotice {...asked} here={accountPlaces.find((one) => one.place === place)!.href} />
        {children}
      </div>
    </DashboardShell>
  );
}
