import type { Within } from '@/lib/authority/rules';
import type { Cursor, Key } from '@/lib/db/keyset';
import { runOrdered, runStatement } from '@/lib/db/pool';
import {
  beyond,
  candidates,
  orderBy,
  Parameters,
  type Reading,
  remaining,
  type SessionFilter,
  type SessionSort,
  type SortOrder,
  timeOfSort,
} from '@/lib/sessions/filter';
import { sessionIsLive } from '@/lib/sessions/live';
import { findWay, mostGathered, share, type Way } from '@/lib/sessions/path-store';

/** A signed-in device in the list of an administrator. */
export type ListedSession = {
  id: string;
  userId: string;
  email: string;
  name: string | null;
  clientId: string;
  clientName: string;
  organizationId: string | null;
  organizationName: string | null;
  organizationSlug: string | null;
  deviceName: string | null;
  userAgent: string | null;
  amr: string[];
  ip: string | null;
  network: string | null;
  lastUsedIp: string | null;
  scopes: string[];
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  revokedReason: string | null;
  isLive: boolean;
};

export type Order = { sort: SessionSort; direction: SortOrder };

/**
 * So many rows are looked at for one page where no index decides: first a few, then many. A page that is not full then
 * says how far it came, and the next one goes on from there.
 */
const lookedAt = [500, 5_000];

export type FoundSessions = {
  rows: ListedSession[];
  /** Where it stopped looking before the page was full; null: it has seen all that there is. */
  stoppedAt: Key | null;
};

export type PageAsked = { cursor: Cursor; most: number; now: Date };

/** Up to `most` sessions beyond the cursor, in the order that leads away from it. */
export async function findSessions(
  filter: SessionFilter,
  order: Order,
  page: PageAsked,
): Promise<FoundSessions> {
  const way = await findWay(filter, order.sort);
  if (way.how === 'all') return readPage(filter, order, page, way, mostGathered + 1);
  if (way.isDecided) return readPage(filter, order, page, way, page.most);
  const [few, many] = lookedAt.map((most) => share(most, way.path, filter, page.most)) as [number, number];
  const found = await readPage(filter, order, page, way, few);
  return found.stoppedAt && many > few ? readPage(filter, order, page, way, many) : found;
}

/** The same, looked for until they are so many or there are no more. */
export async function findAllSessions(
  filter: SessionFilter,
  order: Order,
  page: PageAsked,
): Promise<FoundSessions> {
  const rows: ListedSession[] = [];
  let { cursor } = page;
  for (;;) {
    const found = await findSessions(filter, order, { ...page, cursor, most: page.most - rows.length });
    rows.push(...found.rows);
    if (!found.stoppedAt || rows.length === page.most) return { rows, stoppedAt: null };
    cursor = { direction: cursor?.direction ?? 'after', key: found.stoppedAt };
  }
}

async function readPage(
  filter: SessionFilter,
  { sort, direction }: Order,
  { cursor, most, now }: PageAsked,
  way: Way,
  limit: number,
): Promise<FoundSessions> {
  const towards = cursor?.direction === 'before' ? reverse(direction) : direction;
  const inOrder = way.how === 'in_order';
  const time = timeOfSort(sort);
  const reading: Reading = {
    ...{ path: way.path, limit, now },
    ...(inOrder && { order: { direction: towards, beyond: cursor?.key ?? null } }),
  };
  const p = new Parameters();
  const from = candidates(filter, reading, p);
  const rest = [
    remaining('c', filter, reading, p),
    ...(!inOrder && cursor ? [beyond('c', time, towards, cursor.key, p)] : []),
  ].join(' AND ');
  const text = `WITH c AS MATERIALIZED (
       SELECT ${way.isDecided ? `s.id, s.${time}` : 's.*'} FROM ${from}
       ${inOrder ? `ORDER BY ${orderBy('s', time, towards)} LIMIT ${limit}` : ''}
     ), page AS MATERIALIZED (SELECT c.id FROM c WHERE ${rest} ORDER BY ${orderBy('c', time, towards)} LIMIT ${most})
     SELECT (SELECT count(*)::int FROM c) AS seen, last.at AS "lastAt", last.id AS "lastId", found.*
       FROM (SELECT) one
       LEFT JOIN (SELECT c.${time} AS at, c.id FROM c ORDER BY ${orderBy('c', time, reverse(towards))} LIMIT 1) last ON true
       LEFT JOIN (SELECT ${listColumns(p.add(now))} FROM page JOIN sessions s ON s.id = page.id
                    JOIN users u ON u.id = s.user_id JOIN clients cl ON cl.id = s.client_id
                    LEFT JOIN organizations o ON o.id = s.organization_id) found ON true
      ORDER BY ${orderBy('found', time, towards)}`;
  type Row = ListedSession & { seen: number; lastAt: Date | null; lastId: string };
  const found = await runOrdered<Row>(text, p.values);
  const { seen, lastAt, lastId } = found[0]!;
  const rows = found.filter(({ id }) => id !== null);
  const isCut = inOrder && !way.isDecided && seen === limit && rows.length < most;
  return { rows, stoppedAt: isCut && lastAt ? { at: lastAt, id: placeOf(lastId, towards) } : null };
}

/**
 * The row where it stopped may be beyond the caller's reach, and whoever knows a session's id can end it
 * (docs/decisions/019-workos-logout-is-a-get.md): half of the id, and the end of all that begin so, which is as good a place.
 */
const placeOf = (id: string, towards: SortOrder): string =>
  id.slice(0, 19) + (towards === 'descending' ? 'ffff-ffffffffffff' : '0000-000000000000');

const reverse = (direction: SortOrder): SortOrder =>
  direction === 'descending' ? 'ascending' : 'descending';

const listColumns = (now: string): string =>
  `s.id, s.user_id AS "userId", u.email, u.name, s.client_id AS "clientId", cl.name AS "clientName",
   s.organization_id AS "organizationId", o.name AS "organizationName", o.slug AS "organizationSlug",
   s.device_name AS "deviceName", s.user_agent AS "userAgent", s.amr, s.ip, s.network,
   s.last_used_ip AS "lastUsedIp", s.scopes, s.created_at, s.created_at AS "createdAt", s.last_used_at,
   s.last_used_at AS "lastUsedAt", s.expires_at AS "expiresAt", s.revoked_at AS "revokedAt",
   s.revoked_reason AS "revokedReason", ${sessionIsLive(now)} AS "isLive"`;

/** Those of these that are within reach; the newest first. */
export const findSessionsOf = (within: Within, ids: readonly string[], now: Date): Promise<ListedSession[]> =>
  runStatement<ListedSession>(
    'find_sessions_of',
    `SELECT ${listColumns('$2')} FROM sessions s JOIN users u ON u.id = s.user_id JOIN clients cl ON cl.id = s.client_id
       LEFT JOIN organizations o ON o.id = s.organization_id
      WHERE s.id = ANY($1::uuid[]) AND ($3::uuid[] IS NULL OR s.organization_id = ANY($3::uuid[]))
      ORDER BY s.created_at DESC, s.id DESC`,
    [ids, now, within],
  );
