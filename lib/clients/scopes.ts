import { isPermission, permissions } from '@/lib/authority/rules';

/** What each standard scope lets a client do, in words for the confirmation page. OpenID Connect Core §5.4, §11. */
const plainWords: Record<string, string> = {
  openid: 'Know that it is you',
  profile: 'See your name and picture',
  email: 'See your e-mail address',
  offline_access: 'Keep working while you are away',
};

/** A permission is granted to whoever has it alone (device/store.ts): for their organization, or for everything. */
export const scopeInPlainWords = (
  scope: string,
  administers: 'your organization' | 'this whole server' = 'your organization',
): string =>
  isPermission(scope)
    ? `As an administrator of ${administers}, ${permissions[scope].about}`
    : (plainWords[scope] ?? `Use “${scope}”`);

/** What this server itself gives meaning to; further scopes belong to the APIs that the tokens are for. */
export const standardScopes = Object.keys(plainWords);
