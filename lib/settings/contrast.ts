/** Colours and whether they can be read: WCAG 2.2, "contrast ratio" and "relative luminance". */

type Rgb = readonly [number, number, number];

const channels = (hex: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;

const hexOf = (rgb: Rgb): string =>
  `#${rgb.map((one) => Math.round(one).toString(16).padStart(2, '0')).join('')}`;

/** 0 is black, 1 is white. */
export function luminance(hex: string): number {
  const [red, green, blue] = channels(hex).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** 1 is none, 21 is black on white. */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** So much of the way from one colour to another. */
export const mix = (from: string, to: string, part: number): string => {
  const target = channels(to);
  return hexOf(channels(from).map((one, index) => one + (target[index]! - one) * part) as unknown as Rgb);
};

/** The grounds on which controls and links stand (app/globals.css). */
export const grounds = {
  light: ['#ffffff', '#f6f6f8', '#f4f5f8'],
  dark: ['#17181e', '#0f1014', '#1f2129'],
} as const;
export type Scheme = keyof typeof grounds;

/** What is written upon the accent. */
const inks = ['#ffffff', '#1a1b22'] as const;
const onAccentAtLeast = 4.5;
const besideAtLeast = 3;

/** The ink that reads better on it. */
export const inkOn = (accent: string): string =>
  contrast(accent, inks[0]) >= onAccentAtLeast || contrast(accent, inks[0]) >= contrast(accent, inks[1])
    ? inks[0]
    : inks[1];

const leastBeside = (colour: string, scheme: Scheme): number =>
  Math.min(...grounds[scheme].slice(0, 2).map((ground) => contrast(colour, ground)));

export type AccentVerdict =
  | { outcome: 'passes' }
  /** `text`: what stands upon it; `ground`: the page around it. With the ratio, cut, and the nearest colour that passes. */
  | { outcome: 'text' | 'ground'; ratio: number; asked: number; nearest: string };

const cut = (ratio: number): number => Math.floor(ratio * 100) / 100;

/** Can a button of this colour be read (WCAG 1.4.3), and told from the page (1.4.11)? */
export function judgeAccent(accent: string, scheme: Scheme): AccentVerdict {
  const onIt = contrast(accent, inkOn(accent));
  const beside = leastBeside(accent, scheme);
  if (onIt >= onAccentAtLeast && beside >= besideAtLeast) return { outcome: 'passes' };
  const nearest = nearestOf(
    accent,
    (one) => contrast(one, inkOn(one)) >= onAccentAtLeast && leastBeside(one, scheme) >= besideAtLeast,
  );
  return beside < besideAtLeast
    ? { outcome: 'ground', ratio: cut(beside), asked: besideAtLeast, nearest }
    : { outcome: 'text', ratio: cut(onIt), asked: onAccentAtLeast, nearest };
}

/** The least step towards black or white with which it passes. */
function nearestOf(colour: string, passes: (colour: string) => boolean): string {
  for (let step = 0; step <= 100; step++)
    for (const end of ['#000000', '#ffffff']) {
      const tried = mix(colour, end, step / 100);
      if (passes(tried)) return tried;
    }
  return colour;
}

/** What follows from an accent: the shade under a pointer, what is written on it, and links of its hue that can be read. */
export const shadesOf = (accent: string, scheme: Scheme) => ({
  accent,
  // Away from what is written on it, so that this stays as readable.
  strong: mix(accent, inkOn(accent) === inks[0] ? '#000000' : '#ffffff', 0.15),
  onAccent: inkOn(accent),
  link: nearestOf(accent, (one) =>
    grounds[scheme].every((ground) => contrast(one, ground) >= onAccentAtLeast),
  ),
});
