import type { ReactNode } from 'react';
import { type AdminPlace, adminPlaces } from '@/components/admin-places';
import { AdminShell } from '@/components/admin-shell';
import { isPermitted } from '@/lib/authority/rules';
import { authorityOfPerson, type Person } from '@/lib/login/browser-session';
import { askedSoon, type Session } from '../session';

/** The places that this person may go. */
export const adminPlacesOf = (person: Person) =>
  adminPlaces.filter(({ permission }) => isPermitted(authorityOfPerson(person), permission));

/** A page of administrators, as whoever is signed in may see it. */
export const AdminPage = ({
  session,
  ...page
}: {
  session: Session;
  place: AdminPlace;
  width?: 'wide' | 'full';
  title: ReactNode;
  intro: ReactNode;
  children: ReactNode;
}) => (
  <AdminShell
    places={adminPlacesOf(session.person).map(({ place }) => place)}
    asked={askedSoon(session)}
    {...page}
  />
);
