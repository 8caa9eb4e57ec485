import { recordAudit } from '@/lib/audit/store';
import { noAuthority, type Within } from '@/lib/authority/rules';
import { adminVerb } from '@/lib/authority/verb';
import { type RequestContext, systemContext } from '@/lib/context';
import { newId } from '@/lib/crypto';
import { inTransaction } from '@/lib/db/transaction';
import {
  countAllToRevoke,
  createRevocation,
  findRevocation,
  findUnfinishedRevocations,
  type Revocation,
  revokeBatch,
} from '@/lib/sessions/bulk-store';
import { toRevoke } from '@/lib/sessions/filter';
import { findNames } from '@/lib/sessions/names-store';
import { resolveFilter } from '@/lib/sessions/resolve';
import type { Wanted } from '@/lib/sessions/wanted';

/** For so long whoever asked waits; what is not done by then the housekeeping goes on with, on any node. */
const patienceMs = 3_000;
const housekeepingMs = 50_000;

/** What came of it. `too_many_people`: the words mean more people than can be told. */
export type BulkRevoking = { outcome: 'started'; id: string } | { outcome: 'nothing' | 'too_many_people' };

/** End all sessions of a filter that began by `until`, some thousand at once. */
export const revokeMatching = adminVerb(
  'sessions:write',
  async (ctx, within, wanted: Wanted, until: Date): Promise<BulkRevoking> => {
    const { filter: meant, meant: named } = await resolveFilter(within, wanted);
    if (named.people?.hasMore) return { outcome: 'too_many_people' };
    const filter = toRevoke(meant, new Date(Math.min(until.getTime(), ctx.now.getTime())));
    const total = await countAllToRevoke(filter);
    if (total === 0) return { outcome: 'nothing' };
    const by = requester(ctx);
    const revocation = {
      ...{ id: newId(ctx.now), createdAt: ctx.now, createdById: by.id, beyond: null, by },
      filter: { ...filter, state: 'live' as const, createdTo: filter.createdTo! },
      within: within && [...within],
      total,
    };
    await inTransaction(async (db) => {
      await createRevocation(db, revocation as Omit<Revocation, 'done' | 'finishedAt'>);
      await recordAudit(db, ctx, {
        action: 'sessions.revocation_started',
        organizationId: within?.length === 1 ? within[0]! : null,
        target: { type: 'bulk_revocation', id: revocation.id },
        detail: { total: revocation.total, filter: JSON.parse(JSON.stringify(revocation.filter)) },
      });
    });
    await workOff(ctx.now, revocation.id, patienceMs);
    return { outcome: 'started', id: revocation.id };
  },
);

/** Whoever asked, so that each session's end names them, whichever node ends it. */
function requester(ctx: RequestContext): Revocation['by'] {
  const { actor, ip, network, requestId } = ctx;
  const from = { ip, network, requestId };
  if (actor.type === 'person') return { type: 'person', id: actor.userId, ...from };
  if (actor.type === 'api_key') return { type: 'api_key', id: actor.keyId, ...from };
  return { type: 'system', id: '00000000-0000-0000-0000-000000000000', ...from };
}

function contextOf({ by }: Revocation, now: Date): RequestContext {
  const { type, id, ...from } = by;
  const ctx = { ...systemContext(now), ...from };
  const owner = { userId: id, authority: noAuthority };
  if (type === 'person')
    return { ...ctx, actor: { type, ...owner, browserSessionId: id, authenticatedAt: now, amr: [] } };
  return type === 'api_key' ? { ...ctx, actor: { type, keyId: id, scopes: [], ...owner } } : ctx;
}

/** Go on until it is finished, the time is over, or somebody else is at it. */
async function workOff(now: Date, id: string, forMs: number): Promise<void> {
  const started = performance.now();
  while (performance.now() - started < forMs) {
    const revocation = await findRevocation(id);
    if (!revocation || revocation.finishedAt) return;
    const done = await revokeBatch(contextOf(revocation, now), revocation);
    if (!done || done.isFinished) return;
  }
}

/** The housekeeping: go on with what was begun, here or on a node that is no more. */
export async function goOnRevoking(now: Date): Promise<void> {
  for (const { id } of await findUnfinishedRevocations()) await workOff(now, id, housekeepingMs);
}

export type RevocationProgress = Pick<
  Revocation,
  'id' | 'filter' | 'createdAt' | 'total' | 'done' | 'finishedAt'
> & {
  names: { users: string[] | null; clients: string[] | null; organizations: string[] | null };
};

/** How far it has come. Reads only. */
export const describeRevocation = adminVerb(
  'sessions:read',
  async (_ctx, within, id: string): Promise<RevocationProgress | null> => {
    const found = await findRevocation(id);
    if (!found || !isWithin(within, found.within)) return null;
    const { filter, createdAt, total, done, finishedAt } = found;
    const names = await findNames({
      ...{ users: filter.users ?? [], clients: filter.clients ?? [] },
      // Those that stand for the reach of who asked were not typed.
      organizations: filter.organizations ?? [],
    });
    return { id, filter, createdAt, total, done, finishedAt, names };
  },
);

const isWithin = (reach: Within, asked: readonly string[] | null): boolean =>
  reach === null || (asked ?? ['']).every((id) => reach.includes(id));
