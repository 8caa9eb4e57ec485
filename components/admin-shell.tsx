import type { ReactNode } from 'react';
import { NavLink, WideShell } from './page-shell';
import { type ComingRequirement, SecondFactorNotice } from './second-factor-notice';

/** The pages of administrators: one heading, and the ways between them. */
export function AdminShell({
  place,
  title,
  intro,
  asked,
  children,
}: {
  place: 'users' | 'clients' | 'organizations' | 'tokens';
  title: ReactNode;
  intro: ReactNode;
  /** What is asked of the administrator who looks, soon. */
  asked: { coming: ComingRequirement; now: Date };
  children: ReactNode;
}) {
  return (
    <WideShell
      nav={
        <>
          <NavLink href="/admin/users" isCurrent={place === 'users'}>
            Users
          </NavLink>
          <NavLink href="/admin/clients" isCurrent={place === 'clients'}>
            Clients
          </NavLink>
          <NavLink href="/admin/organizations" isCurrent={place === 'organizations'}>
            Organizations
          </NavLink>
          <NavLink href="/admin/tokens" isCurrent={place === 'tokens'}>
            Look up a token
          </NavLink>
          <NavLink href="/account">Your devices</NavLink>
        </>
      }
    >
      <div className="flex flex-col gap-6">
        <div>
          <h1 className="text-2xl/8 font-semibold tracking-tight">{title}</h1>
          <div className="mt-1 text-muted">{intro}</div>
        </div>
        <SecondFactorNotice {...asked} here={`/admin/${place}`} />
        {children}
      </div>
    </WideShell>
  );
}
