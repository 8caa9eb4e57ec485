import { predicate } from '@/lib/clients/file/problems';
import { type AccentVerdict, judgeAccent } from '@/lib/settings/contrast';
import { type Branding, branding, mostDaysKept, type Settings } from '@/lib/settings/schema';

/** The forms of the settings: what each field that was typed means, or what is wrong with it. */

export type Typed = Record<string, string | undefined>;
type Read<Value> = { value: Value; errors: null } | { value: null; errors: Record<string, string> };

const hex = (text: string | undefined): string => {
  const typed = (text ?? '').trim().toLowerCase();
  return typed.startsWith('#') || typed === '' ? typed : `#${typed}`;
};

export function readBrandingForm({ name, light, dark }: Typed): Read<Omit<Branding, 'logo'>> {
  const errors: Record<string, string> = {};
  const parsed = branding.shape.name.unwrap().safeParse(name ?? '');
  if (!parsed.success) errors.name = `This ${predicate(parsed.error.issues[0]!)}.`;
  for (const [field, typed] of [
    ['light', light],
    ['dark', dark],
  ] as const) {
    const error = accentError(hex(typed), field);
    if (error) errors[field] = error;
  }
  if (!parsed.success || Object.keys(errors).length > 0) return { value: null, errors };
  return { value: { name: parsed.data, accentLight: hex(light), accentDark: hex(dark) }, errors: null };
}

function accentError(colour: string, scheme: 'light' | 'dark'): string | null {
  if (!/^#[0-9a-f]{6}$/.test(colour)) return 'Write it as six hexadecimal digits, such as #3451d1.';
  const verdict = judgeAccent(colour, scheme);
  return verdict.outcome === 'passes' ? null : inWords(verdict);
}

const inWords = ({ outcome, ratio, asked, nearest }: Exclude<AccentVerdict, { outcome: 'passes' }>): string =>
  `${
    outcome === 'text'
      ? `Text on this colour has a contrast of ${ratio} to 1`
      : `This colour has a contrast of ${ratio} to 1 against the page`
  }; ${asked} to 1 is needed to be readable. The nearest that passes is ${nearest}.`;

export function readPolicyForm({ second_factor, days }: Typed): Read<Partial<Settings['policy']>> {
  const typed = (days ?? '').trim();
  const isNumber = /^\d{1,4}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= mostDaysKept;
  if (typed !== '' && !isNumber)
    return {
      value: null,
      errors: { days: `Write a whole number from 1 to ${mostDaysKept}, or leave it empty.` },
    };
  const chosen = second_factor === 'required' || second_factor === 'optional' ? second_factor : null;
  return {
    value: {
      sessionsKeptDays: typed === '' ? null : Number(typed),
      ...(chosen && { adminSecondFactor: chosen }),
    },
    errors: null,
  };
}

/** The number of the save that a form was loaded after; what is none is as old as can be. */
export const readVersion = (text: string | undefined): number =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : -1;
