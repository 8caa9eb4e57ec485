import { describe, expect, test } from 'vitest';
import { type Figures, findConcerns, isSpike } from '@/lib/activity/attention';
import { levelsOf, stepsOf, sumsOf } from '@/lib/activity/series';

const now = new Date('2026-01-10T12:34:00Z');
const quiet: Figures = {
  now,
  denials: { recent: 0, usual: 0 },
  wrongCodes: { recent: 0, usual: 0 },
  ...{
    reusedRefreshTokens: 0,
    reportedSessions: 0,
    idleClients: [],
    expiringSecrets: [],
    expiringApiKeys: [],
  },
  ...{
    keys: { isOverdue: false, nextSignsFrom: null },
    webhooks: [],
    unsealedSince: null,
    isSealingBehind: false,
    auditAlarms: [],
  },
};

test.each([
  [0, 0, false],
  [9, 0, false],
  [10, 0, true],
  [10, 3, true],
  [10, 3.4, false],
  [300, 100, false],
  [301, 100, true],
])('%i where %d are usual: a spike? %s', (recent, usual, expected) => {
  expect(isSpike({ recent, usual })).toBe(expected);
});

describe('what needs attention', () => {
  test('nothing, on a quiet day', () => {
    expect(findConcerns(quiet)).toEqual([]);
  });

  const soon = new Date('2026-01-13T00:00:00Z');
  const webhook = {
    id: 'w',
    url: 'https://hooks.example.com/secret-path',
    isDisabled: false,
    failingSince: now,
  };
  test.each<[Partial<Figures>, 'act' | 'know', RegExp, string]>([
    [
      { denials: { recent: 12, usual: 0.4 } },
      'act',
      /12 requests were denied .* usual are less than one/,
      '/admin/audit?action=device.denied',
    ],
    [
      { wrongCodes: { recent: 50, usual: 4.4 } },
      'act',
      /50 wrong codes .* about 4\./,
      '/admin/audit?action=person.signed_in',
    ],
    [{ reusedRefreshTokens: 1 }, 'act', /^1 session was ended/, '/admin/audit?action=refresh_token.reused'],
    [{ reportedSessions: 2 }, 'act', /^2 devices were reported/, '/admin/audit?action=session.reported'],
    [
      { isSealingBehind: true, unsealedSince: now },
      'act',
      /since 2026-01-10 12:34 UTC/,
      '/admin/audit/settings',
    ],
    [{ auditAlarms: ['head'] }, 'act', /is gone or another one/, '/admin/audit/settings'],
    [{ auditAlarms: ['clocks'] }, 'act', /differ by more than a minute/, '/admin/audit/settings'],
    [{ auditAlarms: ['retention'] }, 'act', /none is deleted for its age/, '/admin/audit/settings'],
    [{ webhooks: [webhook] }, 'act', /at hooks\.example\.com\. Each event/, '/admin/webhooks/w'],
    [{ webhooks: [webhook, { ...webhook, isDisabled: true }] }, 'act', /enable it again/, '/admin/webhooks'],
    [
      { keys: { isOverdue: true, nextSignsFrom: soon } },
      'act',
      /none was made/,
      '/admin/audit?action=signing_key.',
    ],
    [
      { keys: { isOverdue: false, nextSignsFrom: soon } },
      'know',
      /sign from 2026-01-13 00:00 UTC/,
      '/admin/audit?action=signing_key.',
    ],
    [
      { expiringSecrets: [{ clientId: 'a/b', name: 'A', expiresAt: soon }] },
      'act',
      /^Of A, the first in 3 days/,
      '/admin/clients/a%2Fb',
    ],
    [
      { expiringApiKeys: [{ id: 'k', name: 'Deploy', expiresAt: now }] },
      'know',
      /^Deploy, the first in 1 day\./,
      '/admin/audit?target=k',
    ],
    [
      { idleClients: ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, name: id })) },
      'know',
      /^a, b, c and 2 more: not used/,
      '/admin/clients',
    ],
  ])('%j', (figures, urgency, sentence, href) => {
    const found = findConcerns({ ...quiet, ...figures });
    expect(found).toMatchObject([{ urgency, link: { href } }]);
    expect(found[0]!.sentence).toMatch(sentence);
    expect(found[0]!.sentence).not.toContain('secret-path');
  });

  test('what somebody must do comes first', () => {
    const found = findConcerns({
      ...quiet,
      idleClients: [{ id: 'a', name: 'a' }],
      reusedRefreshTokens: 1,
      expiringSecrets: [],
    });
    expect(found.map(({ urgency }) => urgency)).toEqual(['act', 'know']);
  });
});

describe('steps of a chart', () => {
  test.each([
    ['24h', 24, '2026-01-09T13:00:00.000Z', '2026-01-10T12:00:00.000Z'],
    ['7d', 28, '2026-01-03T18:00:00.000Z', '2026-01-10T12:00:00.000Z'],
    ['30d', 30, '2025-12-12T00:00:00.000Z', '2026-01-10T00:00:00.000Z'],
  ] as const)('%s', (range, length, first, last) => {
    const steps = stepsOf(range, now);
    expect([steps.length, steps[0]!.toISOString(), steps.at(-1)!.toISOString()]).toEqual([
      length,
      first,
      last,
    ]);
  });

  test('counts are added up, levels are the last of each', () => {
    const steps = stepsOf('7d', now);
    const at = (hours: number) => new Date(steps[0]!.getTime() + hours * 3_600_000);
    const counts = [
      { hour: at(-1), kind: 'x', count: 100 },
      { hour: at(0), kind: 'x', count: 1 },
      { hour: at(5), kind: 'x', count: 2 },
      { hour: at(6), kind: 'x', count: 4 },
      { hour: at(6), kind: 'sessions.live', count: 8 },
      { hour: at(7), kind: 'sessions.live', count: 9 },
    ];
    expect(sumsOf(counts, 'x', steps).slice(0, 3)).toEqual([3, 4, 0]);
    expect(levelsOf(counts, steps).slice(0, 3)).toEqual([null, 9, null]);
  });
});
