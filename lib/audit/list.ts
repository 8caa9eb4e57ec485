import { type Asked, type Problems, readAsked } from '@/lib/audit/asked';
import type { SealedRow } from '@/lib/audit/digest';
import type { AuditFilter, Cursor } from '@/lib/audit/filter';
import { findEvents } from '@/lib/audit/list-store';
import { findNames, type Named } from '@/lib/audit/names-store';
import type { Within } from '@/lib/authority/rules';
import { adminVerb } from '@/lib/authority/verb';
import { pageOf } from '@/lib/db/keyset';

/** What an event names: `gone` is deleted, `beyond` is none of the business of whoever asks. */
export type Known =
  | (Named & { state: 'known'; name: string; slug: string | null })
  | (Named & { state: 'gone' | 'beyond' });

/** An event as people read it. */
export type AuditEntry = Omit<SealedRow, 'id' | 'detail'> & {
  id: string;
  detail: { readonly [name: string]: unknown } | null;
  /** Who did it, where that has a name. */
  actor: Known | null;
  person: Known | null;
  client: Known | null;
  organization: Known | null;
  target: Known | null;
};

export const eventsPerPage = 50;

export type AuditPage = {
  events: AuditEntry[];
  hasNewer: boolean;
  hasOlder: boolean;
  problems: Problems;
};

/** For administrators: what happened, the newest first, within their organizations. Reads only. */
export const listAudit = adminVerb(
  'audit:read',
  async (_ctx, within, asked: Asked = {}, cursor: Cursor = null): Promise<AuditPage> => {
    const { filter, problems } = await readAsked(within, asked);
    if (Object.keys(problems).length > 0) return { events: [], hasNewer: false, hasOlder: false, problems };
    return { ...(await readPage(within, filter, cursor, eventsPerPage)), problems };
  },
);

/** The history of one thing: the newest events that are about it. Reads only. */
export const listHistory = adminVerb(
  'audit:read',
  async (_ctx, within, of: AuditFilter, most: number): Promise<AuditEntry[]> =>
    (await readPage(within, of, null, most)).events,
);

async function readPage(
  within: Within,
  filter: AuditFilter,
  cursor: Cursor,
  most: number,
): Promise<Omit<AuditPage, 'problems'>> {
  const found = await findEvents(filter, within, cursor, most + 1);
  // The list goes from the newest to the oldest: what is newer than an event lies before it.
  const from = cursor && ('after' in cursor ? 'before' : 'after');
  const { rows, before, after } = pageOf(found, most, from, ({ id }) => id);
  return { events: await named(within, rows), hasNewer: before !== null, hasOlder: after !== null };
}

const kinds: Record<string, Named['kind']> = {
  ...{ person: 'person', user: 'person', client: 'client', organization: 'organization' },
  ...{ api_key: 'api_key', webhook: 'webhook' },
};
const namedOf = (type: string | null, id: string | null): Named | null => {
  const kind = type === null ? undefined : kinds[type];
  return kind && id !== null ? { kind, id } : null;
};

/** The rows with the names of now. */
export async function named(within: Within, rows: readonly SealedRow[]): Promise<AuditEntry[]> {
  const about = rows.map((row) => ({
    actor: namedOf(row.actorType, row.actorId),
    person: namedOf('person', row.userId),
    client: namedOf('client', row.clientId),
    organization: namedOf('organization', row.organizationId),
    target: namedOf(row.targetType, row.targetId),
  }));
  const wanted = about.flatMap((one) => Object.values(one).filter((each) => each !== null));
  const names = new Map((await findNames(within, wanted)).map((one) => [`${one.kind} ${one.id}`, one]));
  const know = (one: Named | null): Known | null => {
    const found = one && names.get(`${one.kind} ${one.id}`);
    if (!one) return null;
    if (!found) return { ...one, state: within === null || one.kind === 'client' ? 'gone' : 'beyond' };
    const { name, slug } = found;
    return name === null ? { ...one, state: 'beyond' } : { ...one, state: 'known', name, slug };
  };
  return rows.map(({ id, detail, ...row }, at) => {
    const { actor, person, client, organization, target } = about[at]!;
    return {
      ...row,
      ...{ id: String(id), detail: detail === null ? null : JSON.parse(detail) },
      ...{ actor: know(actor), person: know(person), client: know(client) },
      ...{ organization: know(organization), target: know(target) },
    };
  });
}
