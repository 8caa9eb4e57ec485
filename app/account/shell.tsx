import type { ReactNode } from 'react';
import type { AccountPlace } from '@/components/account-places';
import { AccountShell } from '@/components/account-shell';
import { isAdministrator } from '@/lib/authority/rules';
import { authorityOfPerson } from '@/lib/login/browser-session';
import { hasLocalMailbox } from '@/lib/mail/send';
import { askedSoon, type Session } from '../session';

/** A page of the account of whoever is signed in. */
export const AccountPage = ({
  session,
  ...page
}: {
  session: Session;
  place: AccountPlace;
  title: ReactNode;
  intro: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) => (
  <AccountShell
    isAdministrator={isAdministrator(authorityOfPerson(session.person))}
    hasMailbox={hasLocalMailbox()}
    asked={askedSoon(session)}
    {...page}
  />
);
