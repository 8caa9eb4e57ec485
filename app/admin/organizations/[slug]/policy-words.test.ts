import { describe, expect, test } from 'vitest';
import { markOfPolicy } from '@/lib/organizations/policy-mark';
import { defaultPolicy } from '@/lib/organizations/rules';
import { effectInWords, policyConflict, scopesInVain } from './policy-words';

const none = { lifetimeSeconds: null, idleSeconds: null, clients: null };

describe('before sign-ins end', () => {
  test.each<[Parameters<typeof effectInWords>, string[]]>([
    [
      [
        { ...none, lifetimeSeconds: 43_200 },
        { count: 1_200, isExact: true },
      ],
      ['1,200 devices are signed in for it, so at most', 'ends 12 hours after it began', 'cannot be undone'],
    ],
    [
      [
        { ...none, idleSeconds: 604_800 },
        { count: 1, isExact: true },
      ],
      ['1 device is signed in for it', 'not used for 7 days', 'cannot be undone'],
    ],
    [
      [
        { ...none, clients: ['acme/deploy'] },
        { count: 6_000, isExact: false },
      ],
      ['6,000 devices or more', 'Only sign-ins through acme/deploy still count'],
    ],
  ])('%j', (facts, words) => {
    const lines = effectInWords(...facts);
    expect(lines).toHaveLength(words.length);
    for (const [index, word] of words.entries()) expect(lines[index]).toContain(word);
    expect(lines.join(' ')).toContain('cannot be undone');
  });
});

test('a conflict says what was saved meanwhile, and of nothing else', () => {
  const opened = markOfPolicy(defaultPolicy);
  const now = { ...defaultPolicy, allowedClients: ['acme/deploy'], sessionIdleSeconds: 3_600 };
  expect(policyConflict(now, opened).lines).toEqual([
    'The allowed clients are now: acme/deploy.',
    'And unused after: 1 hour.',
    expect.stringContaining('Nothing of yours was saved.'),
  ]);
});

test('scopes that no client has are named', () => {
  expect(scopesInVain([])).toBeNull();
  expect(scopesInVain(['deploy:wirte', 'admin'])?.sentence).toContain('deploy:wirte, admin.');
});
