/** Where a person looks after what is theirs, in one order wherever it is offered. */
export const accountPlaces = [
  { place: 'devices', href: '/account', name: 'Your devices' },
  { place: 'organizations', href: '/account/organizations', name: 'Organizations' },
  { place: 'security', href: '/account/security', name: 'Security' },
  { place: 'keys', href: '/account/keys', name: 'API keys' },
  { place: 'history', href: '/account/history', name: 'History' },
  { place: 'data', href: '/account/data', name: 'Your data' },
] as const;

export type AccountPlace = (typeof accountPlaces)[number]['place'];
