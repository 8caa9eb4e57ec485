import type { Key } from '@/lib/db/keyset';
import { readId, unusable } from '@/lib/dialects/workos-manners';
import { parseForm } from '@/lib/oauth/body';
import type { HttpRequest } from '@/lib/oauth/http';

/** How a list of WorkOS's is asked for and written. */

export type ListAsked = {
  limit: number;
  /** The id of a row: the page after it, or the one before it. */
  from: { direction: 'after' | 'before'; id: string } | null;
  newestFirst: boolean;
  parameters: ReadonlyMap<string, string>;
};

export function readListRequest(request: HttpRequest): ListAsked {
  const parameters = parseForm(new URL(request.url).search.slice(1));
  const limit = parameters.get('limit') ?? '10';
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > 100)
    throw unusable('limit', 'must be a number from 1 to 100');
  const order = parameters.get('order') ?? 'desc';
  if (order !== 'asc' && order !== 'desc') throw unusable('order', 'must be asc or desc');
  const given = (['after', 'before'] as const).filter((name) => parameters.has(name));
  if (given.length > 1) throw unusable('before', 'cannot be sent together with after');
  const from = given.map((direction) => ({ direction, id: parameters.get(direction)! }))[0] ?? null;
  return { limit: Number(limit), from, newestFirst: order === 'desc', parameters };
}

type Row = { id: string; createdAt: Date };

/** Where a list goes on. Whoever names a row that is none, or none of this list, does not begin anew unawares. */
export async function findPlace(
  { from }: ListAsked,
  find: (id: string) => Promise<Row | null>,
): Promise<{ direction: 'after' | 'before'; key: Key } | null> {
  if (!from) return null;
  const id = readId(from.id);
  const row = id && (await find(id));
  if (!row) throw unusable(from.direction, 'is the id of nothing in this list');
  return { direction: from.direction, key: { at: row.createdAt, id: row.id } };
}

export const writeList = (data: object[], before: Key | null, after: Key | null) => ({
  object: 'list',
  data,
  list_metadata: { before: before?.id ?? null, after: after?.id ?? null },
});
