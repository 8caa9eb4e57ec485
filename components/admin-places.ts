/** Where administrators go, in one order wherever it is offered; each is shown to whoever has the permission. */
export const adminPlaces = [
  {
    place: 'overview',
    href: '/admin',
    name: 'Overview',
    permission: 'overview:read',
    about: 'What happens, and what needs attention',
  },
  {
    place: 'sessions',
    href: '/admin/sessions',
    name: 'Sessions',
    permission: 'sessions:read',
    about: 'The devices that are signed in: find one, see its history, end it',
  },
  {
    place: 'users',
    href: '/admin/users',
    name: 'Users',
    permission: 'people:read',
    about: 'Find a person, and what is signed in as them',
  },
  {
    place: 'organizations',
    href: '/admin/organizations',
    name: 'Organizations',
    permission: 'organizations:read',
    about: 'Groups of people, their members, invitations and policy',
  },
  {
    place: 'clients',
    href: '/admin/clients',
    name: 'Clients',
    permission: 'clients:read',
    about: 'The programs that may sign people in',
  },
  {
    place: 'audit',
    href: '/admin/audit',
    name: 'Audit log',
    permission: 'audit:read',
    about: 'Who did what, when, from where',
  },
  {
    place: 'webhooks',
    href: '/admin/webhooks',
    name: 'Webhooks',
    permission: 'webhooks:read',
    about: 'Other services that are told what happens',
  },
  {
    place: 'tokens',
    href: '/admin/tokens',
    name: 'Look up a token',
    permission: 'tokens:read',
    about: 'See whose a leaked token is, and revoke it',
  },
  {
    place: 'settings',
    href: '/admin/settings',
    name: 'Settings',
    permission: 'settings:read',
    about: 'Name, logo and colours, ways to sign in, policy',
  },
] as const;

export type AdminPlace = (typeof adminPlaces)[number]['place'];
