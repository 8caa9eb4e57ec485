import type { Within } from '@/lib/authority/rules';

/** Which events; what is left out does not matter. */
export type AuditFilter = {
  /** Each of these; a beginning such as `session.` has been looked up. */
  actions?: readonly string[] | undefined;
  /** An id: of a person, a client, an API key. */
  actorId?: string | undefined;
  /** Who it is about, or who did it. */
  userId?: string | undefined;
  clientId?: string | undefined;
  organizationId?: string | undefined;
  /** As it is kept, such as `203.0.113.0/24`, and one address in it. */
  network?: string | undefined;
  ip?: string | undefined;
  requestId?: string | undefined;
  targetId?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};

/** From where, and which way: the newest first where nothing is said. */
export type Cursor = { before: bigint } | { after: bigint } | null;

/** Where a page begins, as it stands in an address: an event's number. Anything else leads to the first page. */
export function readCursor(asked: { before?: string | undefined; after?: string | undefined }): Cursor {
  const read = (text = '') => (/^\d{1,18}$/.test(text) ? BigInt(text) : null);
  const [before, after] = [read(asked.before), read(asked.after)];
  if (before !== null) return { before };
  return after === null ? null : { after };
}

type Statement = { text: string; values: unknown[] };

/**
 * Ids and times differ in their order by what nodes' clocks differ by, and by how long a transaction lasts: never by an
 * hour. So a time gives bounds of the ids, and every query goes along an index that ends in the id. They are those of
 * many rows next to that time, the widest: one row with a wrong time hides no other.
 */
const slack = "interval '1 hour'";
const neighbours = 1_000;

/** Both by the index on `at` alone, once a query. No row: then no id fits, and none should. */
const lowest = (from: string): string =>
  `(SELECT min(id) FROM (SELECT id FROM audit_events WHERE at >= ${from}::timestamptz - ${slack} ORDER BY at LIMIT ${neighbours}) near) AS lowest`;
const highest = (to: string): string =>
  `(SELECT max(id) FROM (SELECT id FROM audit_events WHERE at < ${to}::timestamptz + ${slack} ORDER BY at DESC LIMIT ${neighbours}) near) AS highest`;

const equals: [keyof AuditFilter, string][] = [
  ['actorId', 'e.actor_id ='],
  ['userId', 'e.user_id ='],
  ['clientId', 'e.client_id ='],
  ['network', 'e.network ='],
  ['ip', 'e.ip ='],
  ['requestId', 'e.request_id ='],
  ['targetId', 'e.target_id ='],
];

/**
 * The statement of one page. Where one of several actions or organizations will do, each is looked for by itself, named
 * in the statement so that it is planned for how frequent that one is, and the few that each gives are merged.
 */
export function pageStatement(
  columns: string,
  filter: AuditFilter,
  within: Within,
  cursor: Cursor,
  most: number,
): Statement {
  const values: unknown[] = [];
  const given = (value: unknown): string => `$${values.push(value)}`;
  const direction = cursor && 'after' in cursor ? 'ASC' : 'DESC';
  const conditions = equals.flatMap(([name, sql]) => {
    const type = name === 'userId' ? '::uuid' : '';
    return filter[name] === undefined ? [] : [`${sql} ${given(filter[name])}${type}`];
  });
  if (cursor && 'before' in cursor) conditions.push(`e.id < ${given(cursor.before)}`);
  if (cursor && 'after' in cursor) conditions.push(`e.id > ${given(cursor.after)}`);
  const bounds: string[] = [];
  if (filter.from) {
    const from = given(filter.from);
    conditions.push(`e.at >= ${from}::timestamptz`, 'e.id >= (SELECT lowest FROM bounds)');
    bounds.push(lowest(from));
  }
  if (filter.to) {
    const to = given(filter.to);
    conditions.push(`e.at < ${to}::timestamptz`, 'e.id <= (SELECT highest FROM bounds)');
    bounds.push(highest(to));
  }
  const beginning = bounds.length > 0 ? `WITH bounds AS MATERIALIZED (SELECT ${bounds.join(', ')}) ` : '';
  const limit = given(most);
  const order = `ORDER BY e.id ${direction} LIMIT ${limit}`;
  const where = (more: string[]) =>
    [...conditions, ...more].map((one, at) => `${at ? 'AND' : 'WHERE'} ${one}`).join(' ');
  const one = (more: string[]) => `SELECT ${columns} FROM audit_events e ${where(more)} ${order}`;
  const actions = filter.actions?.map((action) => `e.action = ${given(action)}`) ?? [];
  const organizations = organizationsOf(filter, within)?.map(
    (id) => `e.organization_id = ${given(id)}::uuid`,
  );
  if (filter.actions?.length === 0 || organizations?.length === 0)
    return { text: `${beginning}${one(['false'])}`, values };
  const choices = (organizations ?? ['']).flatMap((organization) =>
    (actions.length > 0 ? actions : ['']).map((action) => [organization, action].filter(Boolean)),
  );
  if (choices.length === 1) return { text: `${beginning}${one(choices[0]!)}`, values };
  const each = choices.map((choice) => `(${one(choice)})`).join(' UNION ALL ');
  return { text: `${beginning}SELECT e.* FROM (${each}) e ${order}`, values };
}

/** Null: all, and what is nobody’s. */
function organizationsOf({ organizationId }: AuditFilter, within: Within): Within {
  if (organizationId === undefined) return within;
  return within === null || within.includes(organizationId) ? [organizationId] : [];
}
