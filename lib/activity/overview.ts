import { type Concern, findConcerns } from '@/lib/activity/attention';
import {
  findExpiringApiKeys,
  findExpiringSecrets,
  findFailingWebhooks,
  findIdleClients,
  findRareEvents,
  findRecent,
} from '@/lib/activity/attention-store';
import { lookAtKeys } from '@/lib/activity/keys';
import { findOrganizationFigures } from '@/lib/activity/organization-store';
import { approved, denied, expired, requested, signIn } from '@/lib/activity/rules';
import { levelsOf, type RangeName, stepsOf, sumsOf } from '@/lib/activity/series';
import { findCounts } from '@/lib/activity/store';
import { raisedAlarms } from '@/lib/audit/alarm';
import { findSealState } from '@/lib/audit/batch-store';
import { listHistory } from '@/lib/audit/list';
import { isBehind } from '@/lib/audit/rules';
import { adminVerb } from '@/lib/authority/verb';
import type { RequestContext } from '@/lib/context';
import { countOpenSessions } from '@/lib/sessions/count-store';
import { everything } from '@/lib/sessions/filter';

export type Overview = {
  steps: Date[];
  devices: { requested: number[]; approved: number[]; denied: number[]; expired: number[] };
  /** By how people signed in, the most used first. */
  signIns: { method: string; counts: number[] }[];
  liveSessions: (number | null)[];
  concerns: Concern[];
};

/** What happened on the whole server lately, and what needs attention. For platform admins; null for all others. Reads only. */
export const describeServer = adminVerb(
  'overview:read',
  async (ctx, within, range: RangeName): Promise<Overview | null> => {
    if (within !== null) return null;
    const steps = stepsOf(range, ctx.now);
    const counts = await findCounts(steps[0]!);
    const sums = (kind: string) => sumsOf(counts, kind, steps);
    const methods = [...new Set(counts.map(({ kind }) => kind).filter((kind) => kind.startsWith(signIn)))];
    const total = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0);
    return {
      steps,
      devices: {
        ...{ requested: sums(requested), approved: sums(approved) },
        ...{ denied: sums(denied), expired: sums(expired) },
      },
      signIns: methods
        .map((kind) => ({ method: kind.slice(signIn.length), counts: sums(kind) }))
        .sort((a, b) => total(b.counts) - total(a.counts) || (a.method < b.method ? -1 : 1)),
      liveSessions: levelsOf(counts, steps),
      concerns: await findConcernsOf(ctx),
    };
  },
);

async function findConcernsOf(ctx: RequestContext): Promise<Concern[]> {
  const { now } = ctx;
  const [recent, rare, idleClients, keys, expiringSecrets, expiringApiKeys, webhooks, seals] =
    await Promise.all([
      ...([findRecent(now), findRareEvents(now), findIdleClients(now), lookAtKeys(ctx)] as const),
      ...([
        findExpiringSecrets(now),
        findExpiringApiKeys(now),
        findFailingWebhooks(now),
        findSealState(),
      ] as const),
    ]);
  const { unsealedSince } = seals;
  return findConcerns({
    ...{ now, ...recent, ...rare, idleClients, keys, expiringSecrets, expiringApiKeys, webhooks },
    ...{ unsealedSince, isSealingBehind: isBehind(unsealedSince, now) },
    auditAlarms: raisedAlarms(),
  });
}

/** For the admins of organizations: how many of everything there is in theirs. Reads only. */
export const describeOwnOrganizations = adminVerb('overview:read', async (ctx, within) => ({
  ...(await findOrganizationFigures(ctx.now, within)),
  liveSessions: await countOpenSessions({ ...everything, organizations: within }),
}));

/** What happened last, within their organizations. Reads only. */
export const listRecentEvents = (ctx: RequestContext, most = 8) => listHistory(ctx, {}, most);
