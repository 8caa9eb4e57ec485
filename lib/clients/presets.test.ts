import { describe, expect, test } from 'vitest';
import { presets } from '@/lib/clients/presets';
import { clientProfile } from '@/lib/clients/profile';

const day = 86_400;

/** What the clients of each system expect; the rest is ours to choose. */
const contracts: [string, Record<string, unknown>][] = [
  ['openskill', { code: 900, interval: 5, access: 86_400, refresh: 90 * day, form: 'opaque', prefix: 'osk' }],
  ['authos', { code: 900, interval: 5, access: 86_400, refresh: 30 * day, form: 'jwt', alg: 'RS256' }],
  ['better-auth', { code: 1_800, interval: 5, access: 604_800, refresh: null, form: 'opaque' }],
  ['workos', { code: 300, interval: 5, access: 300, refresh: 90 * day, form: 'jwt', alg: 'RS256' }],
  ['github', { code: 900, interval: 5, access: 30 * day, refresh: null, form: 'opaque' }],
  [
    'first-party',
    { code: 600, interval: 5, access: 3_600, refresh: 90 * day, idle: 30 * day, form: 'opaque' },
  ],
  [
    'third-party',
    { code: 600, interval: 5, access: 3_600, refresh: 90 * day, idle: 30 * day, form: 'opaque' },
  ],
];

test('there is a preset for every kind of program, each with a sentence on when to take it', () => {
  expect(presets.map(({ id }) => id).sort()).toEqual([...contracts.map(([id]) => id), 'service'].sort());
  for (const { id, when } of presets) expect(when, id).toMatch(/^Take it for .+\.$/);
});

describe('the numbers are those of the contracts', () => {
  test.each(contracts)('%s', (id, wanted) => {
    const { profile } = presets.find((one) => one.id === id)!;
    const is: Record<string, unknown> = {
      code: profile.deviceCodeLifetimeSeconds,
      interval: profile.pollingIntervalSeconds,
      access: profile.accessTokenLifetimeSeconds,
      refresh: profile.refresh ? profile.sessionLifetimeSeconds : null,
      idle: profile.refreshTokenIdleLifetimeSeconds,
      form: profile.accessTokenFormat,
      alg: profile.accessTokenSigningAlg,
      prefix: profile.tokenPrefix,
    };
    expect(Object.fromEntries(Object.keys(wanted).map((name) => [name, is[name]]))).toEqual(wanted);
    expect(profile.firstParty).toBe(id === 'first-party');
  });

  test('a service that verifies tokens signs nobody in, and has a secret', () => {
    const { profile, isConfidential } = presets.find(({ id }) => id === 'service')!;
    expect(profile).toMatchObject({ deviceFlow: false, refresh: false });
    expect(isConfidential).toBe(true);
  });
});

test.each(presets.map((one) => [one.id, one] as const))(
  '%s is a whole profile once it has a name',
  (_id, one) => {
    expect(clientProfile.parse({ ...one.profile, name: 'Acme' })).toEqual({ ...one.profile, name: 'Acme' });
    // A token that outlives its sign-in would promise what is not so.
    expect(one.profile.accessTokenLifetimeSeconds).toBeLessThanOrEqual(one.profile.sessionLifetimeSeconds);
    expect(one.profile.scopes.includes('offline_access')).toBe(one.profile.refresh);
  },
);
