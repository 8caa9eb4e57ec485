import { describe, expect, test } from 'vitest';
import { contrast, grounds, inkOn, judgeAccent, mix, shadesOf } from '@/lib/settings/contrast';
import { defaultSettings } from '@/lib/settings/schema';

test.each([
  ['#000000', '#ffffff', 21],
  ['#ffffff', '#ffffff', 1],
  // W3C's own examples of what just passes, and just does not.
  ['#767676', '#ffffff', 4.54],
  ['#777777', '#ffffff', 4.48],
  ['#ff0000', '#ffffff', 4],
  ['#0000ff', '#ffffff', 8.59],
])('%s and %s have a contrast of %d', (one, other, ratio) => {
  expect(contrast(one, other)).toBeCloseTo(ratio, 1);
  expect(contrast(other, one)).toBe(contrast(one, other));
});

describe('which accents are taken', () => {
  const { accentLight, accentDark } = defaultSettings.branding;
  test.each([
    ['ours on light pages', accentLight, 'light', 'passes'],
    ['ours on dark pages', accentDark, 'dark', 'passes'],
    ['black on light pages', '#000000', 'light', 'passes'],
    ['black on dark pages: not to be seen', '#000000', 'dark', 'ground'],
    ['white on light pages', '#ffffff', 'light', 'ground'],
    ['white on dark pages, with dark text', '#ffffff', 'dark', 'passes'],
    ['yellow on light pages', '#ffdd00', 'light', 'ground'],
    ['yellow on dark pages, with dark text', '#ffdd00', 'dark', 'passes'],
    ['a grey that no text can be read on', '#7b7b7b', 'light', 'text'],
  ] as const)('%s', (_what, colour, scheme, outcome) => {
    const verdict = judgeAccent(colour, scheme);
    expect(verdict.outcome).toBe(outcome);
    if (verdict.outcome === 'passes') return;
    expect(verdict.ratio).toBeLessThan(verdict.asked);
    expect(judgeAccent(verdict.nearest, scheme).outcome, 'the suggestion').toBe('passes');
    expect(verdict.nearest).not.toBe(colour);
  });
});

test('every accent that passes has a hover shade and links that can be read', () => {
  const parts = ['00', '33', '66', '99', 'cc', 'ff'];
  for (const scheme of ['light', 'dark'] as const)
    for (const r of parts)
      for (const g of parts)
        for (const b of parts) {
          const colour = `#${r}${g}${b}`;
          const verdict = judgeAccent(colour, scheme);
          const accent = verdict.outcome === 'passes' ? colour : verdict.nearest;
          const { strong, onAccent, link } = shadesOf(accent, scheme);
          expect(contrast(strong, onAccent), `${accent} ${scheme}`).toBeGreaterThanOrEqual(4.5);
          for (const ground of grounds[scheme])
            expect(contrast(link, ground), `${accent} ${scheme}`).toBeGreaterThanOrEqual(4.5);
        }
});

test('a mix is between the two', () => {
  expect([
    mix('#000000', '#ffffff', 0),
    mix('#000000', '#ffffff', 1),
    mix('#000000', '#ffffff', 0.5),
  ]).toEqual(['#000000', '#ffffff', '#808080']);
  expect(inkOn('#ffffff')).toBe('#1a1b22');
  expect(inkOn('#000000')).toBe('#ffffff');
});
