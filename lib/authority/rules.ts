/**
 * What administrators may do, each under one name: a verb asks for one, and an API key holds some as its scopes.
 * `reach` is over what: `organization`, for the owners and admins of an organization within it and for platform admins
 * within all; `platform`, for platform admins alone.
 */
export const permissions = {
  'overview:read': { reach: 'organization', about: 'see figures and what needs attention' },
  'sessions:read': { reach: 'organization', about: 'see the devices that are signed in' },
  'sessions:write': { reach: 'organization', about: 'sign devices out' },
  'people:read': { reach: 'organization', about: 'see people' },
  'people:write': {
    reach: 'platform',
    about: 'disable people, sign them out, reset their factors, change their role',
  },
  'organizations:read': { reach: 'organization', about: 'see organizations and their members' },
  'organizations:write': { reach: 'organization', about: 'change members, invitations and policy' },
  'organizations:create': {
    reach: 'platform',
    about: 'create and disable organizations, and give them e-mail domains',
  },
  'clients:read': { reach: 'platform', about: 'see clients' },
  'clients:write': { reach: 'platform', about: 'create, change and disable clients' },
  'tokens:read': { reach: 'platform', about: 'look up whose a leaked token is' },
  'audit:read': { reach: 'organization', about: 'read the audit log' },
  'api_keys:read': { reach: 'organization', about: 'see API keys' },
  'api_keys:write': { reach: 'organization', about: 'create and revoke API keys' },
  'webhooks:read': { reach: 'platform', about: 'see webhooks and what was sent' },
  'webhooks:write': { reach: 'platform', about: 'change webhooks, and send again' },
  'settings:read': { reach: 'platform', about: 'see the settings of this server' },
  'settings:write': { reach: 'platform', about: 'change the settings of this server' },
} as const satisfies Record<string, { reach: 'platform' | 'organization'; about: string }>;

export type Permission = keyof typeof permissions;

export const isPermission = (name: string): name is Permission => Object.hasOwn(permissions, name);

/**
 * What no API key may do, whatever its scopes say: make keys, or it could outlive its own end, and change the server's
 * settings, which decide who gets in at all. Both are done by a person who has just proved who they are.
 */
const neverByKey: readonly Permission[] = ['api_keys:write', 'settings:write'];

/** What no operation of the admin API needs, so that a key would hold it for nothing (lib/admin-api/document.test.ts). */
const nothingByKey: readonly Permission[] = [
  ...(['overview:read', 'tokens:read', 'api_keys:read'] as const),
  ...(['webhooks:read', 'webhooks:write', 'settings:read'] as const),
];

export const mayKeyHold = (permission: Permission): boolean =>
  !neverByKey.includes(permission) && !nothingByKey.includes(permission);

/** Over what somebody administers: everything, or as owner or admin some organizations. */
export type Authority = {
  isPlatformAdmin: boolean;
  organizations: readonly { id: string; role: 'owner' | 'admin' }[];
};

export const noAuthority: Authority = { isPlatformAdmin: false, organizations: [] };

/** How far a verb reaches for whoever calls it: null is everything, else the ids of organizations. Stores filter by it. */
export type Within = readonly string[] | null;

/** Is this an administrator of anything? */
export const isAdministrator = ({ isPlatformAdmin, organizations }: Authority): boolean =>
  isPlatformAdmin || organizations.length > 0;

/** Over what this authority has the permission, or `none`. */
export function decideWithin(authority: Authority, permission: Permission): Within | 'none' {
  if (authority.isPlatformAdmin) return null;
  if (permissions[permission].reach === 'platform' || authority.organizations.length === 0) return 'none';
  return authority.organizations.map(({ id }) => id);
}

export const isPermitted = (authority: Authority, permission: Permission): boolean =>
  decideWithin(authority, permission) !== 'none';

/** Does the reach hold this organization? What belongs to none is for platform admins alone. */
export const holds = (within: Within, organizationId: string | null): boolean =>
  within === null || (organizationId !== null && within.includes(organizationId));
