import { expect, test } from 'vitest';
import { decideNewKey } from '@/lib/api-keys/rules';
import { scopesForOrganization, scopesForPerson } from '@/lib/api-keys/scopes';
import { noAuthority, type Permission, permissions } from '@/lib/authority/rules';
import { adminOf, platformAdmin } from '@/lib/testing/factories';

const all = Object.keys(permissions) as Permission[];
const ofReach = (reach: 'platform' | 'organization') =>
  all.filter((name) => permissions[name].reach === reach);
const never = [
  ...['api_keys:read', 'api_keys:write', 'overview:read', 'settings:read', 'settings:write'],
  ...['tokens:read', 'webhooks:read', 'webhooks:write'],
];
const without = (names: string[]) => names.filter((name) => !never.includes(name));

test.each([
  ['a person who administers nothing', noAuthority, []],
  ['an admin of an organization', adminOf('o'), without(ofReach('organization'))],
  ['its owner', adminOf('o', 'owner'), without(ofReach('organization'))],
  ['a platform admin', platformAdmin, without(all)],
])('%s can give a key of their own who they are, and what they may do', (_who, authority, expected) => {
  expect(scopesForPerson(authority).toSorted()).toEqual(['profile', ...expected].toSorted());
});

test.each([
  ['an admin of it', adminOf('o'), without(ofReach('organization'))],
  ['an admin of another', adminOf('other'), []],
  ['a platform admin: no more, since the key is none', platformAdmin, without(ofReach('organization'))],
])('%s can give a key of an organization what is done within it', (_who, authority, expected) => {
  expect(scopesForOrganization(authority, 'o').toSorted()).toEqual(['introspect', ...expected].toSorted());
});

test.each([
  ['some', ['a'], 'CI', null],
  ['all', ['a', 'b'], 'CI', null],
  ['none', [], 'CI', 'scopes'],
  ['one that cannot be given', ['a', 'c'], 'CI', 'scopes'],
  ['no name', ['a'], null, 'name'],
])('a key with %s of what can be given', (_what, scopes, name, problem) => {
  expect(decideNewKey({ name, scopes }, ['a', 'b'])).toBe(problem);
});
