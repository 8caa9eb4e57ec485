import { z } from 'zod';
import type { Key } from '@/lib/db/keyset';
import { parseForm } from '@/lib/oauth/body';
import type { Manners } from '@/lib/oauth/endpoint';
import { type ErrorCode, OAuthError } from '@/lib/oauth/errors';

/** What WorkOS's management calls have in common: how they refuse, and how a list is asked for and written. */

/** Its SDK makes an exception of the status, and reads `message`, `code`, and the `code` of each of `errors`. */
export const workOsManagementManners: Manners = {
  describe: ({ status, code, message, members }) => ({
    status,
    body: {
      message,
      code: codes[code] ?? code,
      ...(members.fields ? { errors: errorsOf(members.fields as Record<string, string>) } : {}),
    },
  }),
};

const codes: Partial<Record<ErrorCode, string>> = {
  ...{ not_found: 'entity_not_found', invalid_token: 'unauthorized', insufficient_scope: 'forbidden' },
};

const errorsOf = (fields: Record<string, string>) =>
  Object.entries(fields).map(([field, message]) => ({ field, code: `invalid_${field}`, message }));

/** 422: what was sent can be read, and not used. */
export const unusable = (field: string, problem: string): OAuthError =>
  new OAuthError('invalid_request', `${field} ${problem}.`, {
    status: 422,
    members: { fields: { [field]: problem } },
  });

export const noSuch = (what: string, id: string): OAuthError =>
  new OAuthError('not_found', `There is no such ${what} that this key may see: ${id.slice(0, 100)}`);

const uuid = z.uuid().toLowerCase();

/** Ids are UUIDs here; nothing else is one of anything. */
export const readId = (text: string | undefined): string | null => uuid.safeParse(text).data ?? null;

export type ListAsked = {
  limit: number;
  /** The id of a row: the page after it, or the one before it. */
  from: { direction: 'after' | 'before'; id: string } | null;
  newestFirst: boolean;
  parameters: ReadonlyMap<string, string>;
};

export function readListRequest(request: Request): ListAsked {
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
