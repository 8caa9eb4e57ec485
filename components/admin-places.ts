/** Where administrators go, in one order wherever it is offered. */
export const adminPlaces = [
  {
    place: 'users',
    href: '/admin/users',
    name: 'Users',
    about: 'Find a person, and help who has lost a second factor',
  },
  {
    place: 'clients',
    href: '/admin/clients',
    name: 'Clients',
    about: 'The programs that may sign people in',
  },
  {
    place: 'organizations',
    href: '/admin/organizations',
    name: 'Organizations',
    about: 'Groups of people, and whether they must have a second factor',
  },
  {
    place: 'tokens',
    href: '/admin/tokens',
    name: 'Look up a token',
    about: 'See whose a leaked token is, and revoke it',
  },
] as const;

export type AdminPlace = (typeof adminPlaces)[number]['place'];
