import { describe, expect, test } from 'vitest';
import { later, start } from '@/lib/testing/factories';
import { whatItMeans } from './words';

type Organization = Parameters<typeof whatItMeans>[0];
const organization = (facts: Partial<Organization>): Organization => ({
  ...{ id: 'id', slug: 'acme', name: 'Acme', managedByFile: false, disabledAt: null, createdAt: start },
  ...{ secondFactor: 'optional', secondFactorGraceDays: 7, secondFactorRequiredSince: null },
  ...{ allowedClients: [], scopeCeiling: [], sessionLifetimeSeconds: null, sessionIdleSeconds: null },
  ...{ scopesOfNoClient: [], people: 12, peopleWithout: 3, apiKeys: [], emailDomains: [], issuer: null },
  ...facts,
});
const required = { secondFactor: 'required', secondFactorRequiredSince: later(-86_400) } as const;

describe('what an administrator reads before saving', () => {
  test.each<[Partial<Organization>, string]>([
    [
      {},
      '3 of its 12 people have no second factor yet. If you require it today with 7 days, they must have one by 8 January 2026. Whoever joins later has 7 days from then.',
    ],
    [
      { peopleWithout: 1, secondFactorGraceDays: 0 },
      '1 of its 12 people has no second factor yet. If you require it with 0 days, they must set one up before they can go on. Whoever joins later has to set one up at once.',
    ],
    [
      { ...required, peopleWithout: 12 },
      'None of its 12 people has a second factor yet. It is required since 31 December 2025: who belonged to it then must have one by 7 January 2026. Whoever joins later has 7 days from then.',
    ],
    [
      { ...required, people: 1, peopleWithout: 1, secondFactorGraceDays: 1 },
      'Its only person has no second factor yet. It is required since 31 December 2025: who belonged to it then must set one up now, before they can go on. Whoever joins later has 1 day from then.',
    ],
    [
      { peopleWithout: 0 },
      'All of its people have a second factor. Whoever joins later has 7 days from then.',
    ],
    [{ people: 0, peopleWithout: 0 }, 'It has no people yet. Whoever joins later has 7 days from then.'],
  ])('%j', (facts, words) => expect(whatItMeans(organization(facts), start)).toBe(words));
});
