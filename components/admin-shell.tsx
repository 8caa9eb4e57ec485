import type { ReactNode } from 'react';
import { type AdminPlace, adminPlaces } from './admin-places';
import { DashboardShell, NavLink } from './page-shell';
import { type ComingRequirement, SecondFactorNotice } from './second-factor-notice';

/** The pages of administrators: one heading, and the ways between them that this one may go. */
export function AdminShell({
  place,
  places,
  width = 'wide',
  title,
  intro,
  asked,
  children,
}: {
  place: AdminPlace;
  places: readonly AdminPlace[];
  /** `full` for tables of many columns. */
  width?: 'wide' | 'full';
  title: ReactNode;
  intro: ReactNode;
  /** What is asked of the administrator who looks, soon. */
  asked: { coming: ComingRequirement; now: Date };
  children: ReactNode;
}) {
  return (
    <DashboardShell
      width={width}
      nav={
        <>
          {adminPlaces
            .filter((one) => places.includes(one.place))
            .map((one) => (
              <NavLink key={one.place} href={one.href} isCurrent={one.place === place}>
                {one.name}
              </NavLink>
            ))}
          <NavLink href="/account">Your devices</NavLink>
        </>
      }
    >
      <div className="flex flex-col gap-6">
        <div>
          <h1 className="text-2xl/8 font-semibold tracking-tight">{title}</h1>
          <div className="mt-1 text-muted">{intro}</div>
        </div>
        <SecondFactorNotice {...asked} here={adminPlaces.find((one) => one.place === place)!.href} />
        {children}
      </div>
    </DashboardShell>
  );
}
