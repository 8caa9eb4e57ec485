import { describe, expect, test } from 'vitest';
import {
  decideMemberChange,
  type MembershipRole,
  mayBeGivenBy,
  membershipRoles,
  rolesNoMoreGiven,
  rolesToGive,
  type Standing,
  standingIn,
} from '@/lib/organizations/member-rules';
import { adminOf, platformAdmin } from '@/lib/testing/factories';

describe('who may change whom', () => {
  const to: (MembershipRole | null)[] = [...membershipRoles, null];
  const changes = membershipRoles.flatMap((from) => to.map((wanted) => [from, wanted] as const));

  test.each(changes)('%s to %s, with another owner', (from, wanted) => {
    const decide = (standing: Standing) => decideMemberChange(standing, { from, to: wanted, otherOwners: 1 });
    expect(decide('platform')).toBe('allowed');
    expect(decide('owner')).toBe('allowed');
    expect(decide('admin')).toBe(from === 'owner' || wanted === 'owner' ? 'owners_only' : 'allowed');
  });

  test.each(changes)('%s to %s, without another owner', (from, wanted) => {
    const isLast = from === 'owner' && wanted !== 'owner';
    for (const standing of ['platform', 'owner'] as const)
      expect(decideMemberChange(standing, { from, to: wanted, otherOwners: 0 })).toBe(
        isLast ? 'last_owner' : 'allowed',
      );
  });
});

test('the roles that somebody gives, and those they no more give once they are less', () => {
  expect(rolesToGive('admin')).toEqual(['admin', 'member']);
  expect(rolesToGive('owner')).toEqual(rolesToGive('platform'));
  expect(rolesNoMoreGiven('owner')).toEqual([]);
  expect(rolesNoMoreGiven('admin')).toEqual(['owner']);
  expect(rolesNoMoreGiven('member')).toEqual(['owner', 'admin', 'member']);
  expect(rolesNoMoreGiven(null)).toEqual(['owner', 'admin', 'member']);
});

test('a key gives the role member alone, whoever’s it is', () => {
  const key = { type: 'api_key', keyId: 'k', userId: null, scopes: [], authority: platformAdmin } as const;
  expect(membershipRoles.filter((role) => mayBeGivenBy(key, role))).toEqual(['member']);
  expect(membershipRoles.filter((role) => mayBeGivenBy({ type: 'system' }, role))).toEqual(membershipRoles);
});

test('an authority stands as what it is there', () => {
  expect(standingIn(platformAdmin, null, 'a')).toBe('platform');
  expect(standingIn(adminOf('a', 'owner'), ['a'], 'a')).toBe('owner');
  expect(standingIn(adminOf('a'), ['a'], 'a')).toBe('admin');
});
