import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanClaim } from '@/lib/device/claimed';

test.each([
  ['plain text stays', 'Ann’s laptop', 'Ann’s laptop'],
  ['nothing is nothing', '', null],
  ['only invisible characters are nothing', '\u200b\u202e\u0000 ', null],
  ['letters that look like nothing are nothing', '\u3164\u2800\u115f', null],
  ['bidirectional marks go', 'safe\u202egnp.exe', 'safe gnp.exe'],
  ['terminal escapes lose their escape', '\u001b[31mred', '[31mred'],
  ['lines become one', 'a\r\nb\u2028c', 'a b c'],
  ['markup is kept as text, for the page to escape', '<b>x</b>', '<b>x</b>'],
  ['stacked accents go', `a${'\u0301'.repeat(40)}`, 'a'],
  ['it is cut at a code point', '👩'.repeat(100), `${'👩'.repeat(79)}…`],
])('%s', (_promise, claimed, shown) => {
  expect(cleanClaim(claimed)).toBe(shown);
});

test('whatever a device claims, what is shown is short, well-formed and inert', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (claimed) => {
      const shown = cleanClaim(claimed) ?? '';
      expect([...shown].length).toBeLessThanOrEqual(80);
      expect(shown.isWellFormed()).toBe(true);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
    }),
  );
});
