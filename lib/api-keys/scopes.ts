import {
  type Authority,
  decideWithin,
  holds,
  isPermitted,
  mayKeyHold,
  type Permission,
  permissions,
} from '@/lib/authority/rules';

/** What CLIENTS_FILE may let an API key do: `introspect` asks about the tokens of its organization (RFC 7662). */
export const apiKeyScopes = ['introspect'] as const;

/** `introspect`, for organizations; `profile` (who am I), for people; and what administrators may do, each under its name. */
export type ApiKeyScope = (typeof apiKeyScopes)[number] | 'profile' | Permission;

export const aboutScopes: Record<ApiKeyScope, string> = {
  introspect: 'ask whether a token counts, and whose it is',
  profile: 'see who you are: your id, name and address',
  ...(Object.fromEntries(Object.entries(permissions).map(([name, { about }]) => [name, about])) as Record<
    Permission,
    string
  >),
  // Factors and roles are changed by a person who has just proved who they are; the API has no operation for it.
  'people:write': 'disable people, enable them again, and sign them out',
};

const keyable = (Object.keys(permissions) as Permission[]).filter(mayKeyHold);

/** What a person can give a key of their own: `profile`, and what they may do themselves. */
export const scopesForPerson = (authority: Authority): ApiKeyScope[] => [
  'profile',
  ...keyable.filter((permission) => isPermitted(authority, permission)),
];

/**
 * What whoever has this authority can give a key of an organization's: `introspect`, and what they may do there. The key
 * is an administrator of that organization alone, so what is for platform admins it can never do.
 */
export function scopesForOrganization(authority: Authority, organizationId: string): ApiKeyScope[] {
  const may = (permission: Permission) => {
    const within = decideWithin(authority, permission);
    return (
      permissions[permission].reach === 'organization' && within !== 'none' && holds(within, organizationId)
    );
  };
  return ['introspect', ...keyable.filter(may)];
}
