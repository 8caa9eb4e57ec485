import type { ListedState, SessionSort, SortOrder } from '@/lib/sessions/filter';
import { networksOf } from '@/lib/sessions/network-filter';

/** What an administrator typed to find sessions, as it stands in the address. */
export const wantedFields = [
  ...(['user', 'client', 'organization', 'network', 'state', 'created_from', 'created_to'] as const),
  ...(['used_from', 'used_to', 'unused_days', 'sort', 'order'] as const),
] as const;
export type WantedField = (typeof wantedFields)[number];
export type Typed = { readonly [Field in WantedField]?: string | undefined };

/** The same, understood; people, clients and organizations are still words (resolve.ts finds whom they mean). */
export type Wanted = {
  user: string | null;
  client: string | null;
  organization: string | null;
  networks: string[] | null;
  state: ListedState;
  createdFrom: Date | null;
  createdTo: Date | null;
  usedFrom: Date | null;
  usedTo: Date | null;
  sort: SessionSort;
  direction: SortOrder;
};

export type WantedProblems = Partial<Record<WantedField, string>>;

const dayMs = 86_400_000;
const mostDays = 3_650;

/**
 * Read it. What is empty is not asked for. Days are of UTC, both included. What cannot be read is a problem: then nothing
 * is listed, so that nobody takes for a filter what is none.
 */
export function readWanted(typed: Typed, now: Date): { wanted: Wanted; problems: WantedProblems } {
  const problems: WantedProblems = {};
  const read = <Value>(field: WantedField, parse: (text: string) => Value | null, problem: string) => {
    const text = typed[field]?.trim();
    if (!text) return null;
    const value = parse(text);
    if (value === null) problems[field] = problem;
    return value;
  };
  const word = (field: WantedField) => read(field, cleanWord, 'Type fewer letters, and no invisible ones.');
  const day = (field: WantedField) => read(field, dayOf, 'Type a day such as 2026-03-01.');
  const oneOf = <Value extends string>(field: WantedField, values: readonly Value[]) =>
    read(field, (text) => values.find((value) => value === text) ?? null, 'Choose one of the list.');
  const endOf = (at: Date | null) => at && new Date(at.getTime() + dayMs);
  const unused = read('unused_days', countOf, `Type a number of days from 1 to ${mostDays}.`);
  const used = { from: day('used_from'), to: endOf(day('used_to')) };
  const unusedSince = unused === null ? null : new Date(now.getTime() - unused * dayMs);
  const usedTo = earlier(used.to, unusedSince);
  const isAboutUse = used.from !== null || usedTo !== null;
  // `used_ascending` is both in one, for a form that offers them as one choice.
  const order = oneOf('sort', ['created', 'used', 'created_ascending', 'used_ascending'])?.split('_');
  const wanted: Wanted = {
    ...{ user: word('user'), client: word('client'), organization: word('organization') },
    networks: read(
      'network',
      networksOf,
      'Type an address such as 198.51.100.7, or a range from /16 (IPv6: /56).',
    ),
    state: oneOf('state', ['live', 'ended', 'expired', 'all']) ?? 'live',
    ...{ createdFrom: day('created_from'), createdTo: endOf(day('created_to')), usedFrom: used.from, usedTo },
    // What was asked for by its use is best seen in that order.
    sort: (order?.[0] as SessionSort) ?? (isAboutUse ? 'used' : 'created'),
    direction: (order?.[1] as SortOrder) ?? oneOf('order', ['descending', 'ascending']) ?? 'descending',
  };
  if (isReversed(wanted.createdFrom, wanted.createdTo))
    problems.created_to = 'This day is before the first one.';
  if (isReversed(used.from, used.to)) problems.used_to = 'This day is before the first one.';
  return { wanted, problems };
}

const cleanWord = (text: string): string | null =>
  text.length <= 254 && !/\p{Cc}/u.test(text) ? text : null;

function dayOf(text: string): Date | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return at && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? at : null;
}

const countOf = (text: string): number | null => {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return days >= 1 && days <= mostDays ? days : null;
};

const earlier = (a: Date | null, b: Date | null): Date | null =>
  a && b ? new Date(Math.min(a.getTime(), b.getTime())) : (a ?? b);

const isReversed = (from: Date | null, to: Date | null): boolean =>
  from !== null && to !== null && to <= from;
