import type { Key } from '@/lib/db/keyset';

/**
 * Which sessions an administrator means, as SQL. Pure: nothing here asks the database. What bounds every statement, however
 * the rows lie: an index is read in order, beginning with the filter's column and the phase, and only so far (docs/sessions.md).
 */

export type ListedState = 'live' | 'ended' | 'expired' | 'all';
export type SessionSort = 'created' | 'used';
export type SortOrder = 'descending' | 'ascending';

/** What is null is not asked for; an empty list is what nothing has. Times are from (inclusive) and to (exclusive). */
export type SessionFilter = {
  state: ListedState;
  users: readonly string[] | null;
  clients: readonly string[] | null;
  organizations: readonly string[] | null;
  /** /24 and /64, as they are kept. */
  networks: readonly string[] | null;
  createdFrom: Date | null;
  createdTo: Date | null;
  usedFrom: Date | null;
  usedTo: Date | null;
};

/** Every live session. */
export const everything: SessionFilter = {
  ...{ state: 'live', users: null, clients: null, organizations: null, networks: null },
  ...{ createdFrom: null, createdTo: null, usedFrom: null, usedTo: null },
};

type Phase = 'open' | 'ended' | 'expired';

/**
 * `live` is what nobody has ended and whose time is not over. The housekeeping ends what has expired within a minute;
 * until then it is neither.
 */
const phasesOf: Record<ListedState, Phase[]> = {
  live: ['open'],
  ended: ['ended'],
  expired: ['expired'],
  all: ['open', 'ended', 'expired'],
};

/** The numbered parameters of one statement. */
export class Parameters {
  readonly values: unknown[] = [];
  add = (value: unknown): string => `$${this.values.push(value)}`;
}

const columns = {
  user_id: { filter: 'users', type: 'uuid' },
  network: { filter: 'networks', type: 'text' },
  client_id: { filter: 'clients', type: 'text' },
  organization_id: { filter: 'organizations', type: 'uuid' },
} as const;
type Column = keyof typeof columns;
type Time = 'created_at' | 'last_used_at';

const timeOf: Record<SessionSort, Time> = { created: 'created_at', used: 'last_used_at' };

/** One index: of one column's values, or of none, then the phase, then a time. */
export type Path = { column: Column | null; time: Time };

/** The indexes of schema.prisma, in the order in which they are preferred: the first mostly hold the fewest rows. */
const paths: Path[] = [
  { column: 'user_id', time: 'created_at' },
  { column: 'network', time: 'created_at' },
  { column: 'client_id', time: 'created_at' },
  { column: 'client_id', time: 'last_used_at' },
  { column: 'organization_id', time: 'created_at' },
  { column: 'organization_id', time: 'last_used_at' },
  { column: null, time: 'created_at' },
  { column: null, time: 'last_used_at' },
];

const namedColumns = (filter: SessionFilter): Column[] =>
  (Object.keys(columns) as Column[]).filter((column) => filter[columns[column].filter] !== null);

const rangeOf = (filter: SessionFilter, time: Time): [Date | null, Date | null] =>
  time === 'created_at' ? [filter.createdFrom, filter.createdTo] : [filter.usedFrom, filter.usedTo];
const isRanged = (filter: SessionFilter, time: Time): boolean => rangeOf(filter, time).some(Boolean);

/** The index that is read in the order of the list. */
export const orderedPath = (filter: SessionFilter, sort: SessionSort): Path => {
  const named = namedColumns(filter);
  const fits = ({ column, time }: Path) =>
    time === timeOf[sort] && (column === null || named.includes(column));
  return paths.find(fits)!;
};

/** The indexes that might hold few rows of the filter: those of what it names, and those of its times. */
export const selectivePaths = (filter: SessionFilter): Path[] =>
  paths.filter(
    ({ column, time }) =>
      (column === null || namedColumns(filter).includes(column)) &&
      (isRanged(filter, time) || (column !== null && time === 'created_at')),
  );

/** Is everything of the filter decided by this index? Then its rows are the list's, and none is read in vain. */
export const decides = ({ column, time }: Path, filter: SessionFilter): boolean => {
  const other = time === 'created_at' ? 'last_used_at' : 'created_at';
  const isWhole = column !== 'user_id' || filter.state === 'all';
  return isWhole && namedColumns(filter).every((one) => one === column) && !isRanged(filter, other);
};

/** How many ranges of the index are read side by side. */
export const branchesOf = ({ column }: Path, filter: SessionFilter): number =>
  Math.max(1, column === null ? 1 : (filter[columns[column].filter]?.length ?? 0)) *
  (column === 'user_id' ? 1 : phasesOf[filter.state].length);

const listed = (column: Column, filter: SessionFilter, p: Parameters): string =>
  `${p.add(filter[columns[column].filter])}::${columns[column].type}[]`;

const within = (alias: string, time: Time, filter: SessionFilter, p: Parameters): string[] => {
  const [from, to] = rangeOf(filter, time);
  return [
    ...(from ? [`${alias}.${time} >= ${p.add(from)}::timestamptz`] : []),
    ...(to ? [`${alias}.${time} < ${p.add(to)}::timestamptz`] : []),
  ];
};

export type Reading = {
  path: Path;
  /** Each range is read in this order, beyond this row; from its end where it does not matter. */
  order?: { direction: SortOrder; beyond: Key | null };
  /** Only these many of each range. */
  limit: number;
  /** Live by then. Left out for what nobody has ended, whether or not its time is over: the index alone knows that. */
  now?: Date;
};

/** Beyond this row in this order; `at` and `id` stand for the whole row, so that an index begins there. */
export const beyond = (alias: string, time: Time, direction: SortOrder, key: Key, p: Parameters): string =>
  `(${alias}.${time}, ${alias}.id) ${direction === 'descending' ? '<' : '>'} (${p.add(key.at)}::timestamptz, ${p.add(key.id)}::uuid)`;

export const orderBy = (alias: string, time: Time, direction: SortOrder): string => {
  const word = direction === 'descending' ? 'DESC' : 'ASC';
  return `${alias}.${time} ${word}, ${alias}.id ${word}`;
};

export const timeOfSort = (sort: SessionSort): Time => timeOf[sort];

/**
 * A FROM item `s`: what an index holds. Each value and phase is a range of its own, read by a join whose values the
 * planner does not know: whatever the statistics say of them, it reads that range. What is not the index's to decide is
 * left to {@link remaining}, so that `limit` bounds what is read, not what is found.
 */
export function candidates(filter: SessionFilter, reading: Reading, p: Parameters): string {
  const { path, order, limit, now } = reading;
  const { column, time } = path;
  const ranges = [
    ...(column ? [`unnest(${listed(column, filter, p)}) AS v(value)`] : []),
    ...(column !== 'user_id'
      ? [`unnest(${p.add(phasesOf[filter.state])}::session_phase[]) AS f(phase)`]
      : []),
  ];
  const conditions = [
    ...(column ? [`r.${column} = v.value`] : []),
    ...(column !== 'user_id' ? ['r.phase = f.phase', ...alive('r', filter, now, p)] : []),
    ...within('r', time, filter, p),
    ...(order?.beyond ? [beyond('r', time, order.direction, order.beyond, p)] : []),
  ];
  return `${ranges.join(' CROSS JOIN ')} CROSS JOIN LATERAL (
    SELECT r.id, r.user_id, r.client_id, r.organization_id, r.network, r.phase, r.expires_at, r.created_at, r.last_used_at
      FROM sessions r WHERE ${conditions.join(' AND ')}
     ORDER BY ${orderBy('r', time, order?.direction ?? 'descending')} LIMIT ${p.add(limit)}) s`;
}

/** Few are open whose time is over: the housekeeping sees to that. */
const alive = (alias: string, { state }: SessionFilter, now: Date | undefined, p: Parameters): string[] =>
  state === 'live' && now ? [`${alias}.expires_at > ${p.add(now)}::timestamptz`] : [];

/** What the index did not decide, over `alias`. */
export function remaining(
  alias: string,
  filter: SessionFilter,
  { path, now }: Reading,
  p: Parameters,
): string {
  const other = path.time === 'created_at' ? 'last_used_at' : 'created_at';
  const phases = () => `${alias}.phase = ANY(${p.add(phasesOf[filter.state])}::session_phase[])`;
  const conditions = [
    ...(path.column === 'user_id' && filter.state !== 'all'
      ? [phases(), ...alive(alias, filter, now, p)]
      : []),
    ...namedColumns(filter)
      .filter((column) => column !== path.column)
      .map((column) => `${alias}.${column} = ANY(${listed(column, filter, p)})`),
    ...within(alias, other, filter, p),
  ];
  return conditions.length > 0 ? conditions.join(' AND ') : 'true';
}

/** Of what a filter means, what can be revoked: nobody has ended it, and it began by then. */
export function toRevoke(filter: SessionFilter, until: Date): SessionFilter {
  const end = new Date(until.getTime() + 1);
  const createdTo = filter.createdTo && filter.createdTo < end ? filter.createdTo : end;
  const isOver = filter.state === 'ended' || filter.state === 'expired';
  return { ...filter, state: 'live', createdTo, ...(isOver && { clients: [] }) };
}
