import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { randomInteger } from '@/lib/crypto';
import { inTransaction } from '@/lib/db/transaction';
import {
  clearFailing,
  disableEndpoint,
  findDueEndpoints,
  type LeasedDelivery,
  leaseDeliveries,
  markFailing,
  recordResult,
} from '@/lib/webhooks/delivery-store';
import { bodyOf } from '@/lib/webhooks/payload';
import { postOnce } from '@/lib/webhooks/post';
import { type Answer, decideDelivery, hasFailedTooLong } from '@/lib/webhooks/rules';
import { signedHeaders } from '@/lib/webhooks/sign';

/** How many are sent to one endpoint at a time, so that one that is slow holds up only itself. */
const perEndpoint = 20;

/** So long one run goes on with one endpoint: what it takes is its own for longer than that and a try. */
const runMs = 30_000;

const chance = (): number => randomInteger(1_000_001) / 1_000_000;

/** Send what is due to every endpoint that `isBusy` does not name. Resolves when all have been tried. */
export async function sendDueDeliveries(
  ctx: RequestContext,
  { busy = new Set<string>(), stop }: { busy?: Set<string>; stop?: AbortSignal } = {},
): Promise<void> {
  const endpoints = (await findDueEndpoints(ctx.now)).filter((id) => !busy.has(id));
  await Promise.all(
    endpoints.map(async (id) => {
      busy.add(id);
      try {
        const until = performance.now() + runMs;
        let leased: LeasedDelivery[];
        do {
          leased = await leaseDeliveries(ctx.now, id, perEndpoint);
          await Promise.all(leased.map((delivery) => sendOne(ctx, delivery, stop)));
        } while (leased.length === perEndpoint && !stop?.aborted && performance.now() < until);
      } finally {
        busy.delete(id);
      }
    }),
  );
}

async function sendOne(ctx: RequestContext, delivery: LeasedDelivery, stop?: AbortSignal): Promise<void> {
  const body = bodyOf(delivery.payload);
  const headers = headersOf(ctx, delivery, body);
  const answer: Answer = headers
    ? await postOnce(delivery.url, headers, body, stop)
    : { status: null, error: 'its secret cannot be read: AUTH_SECRET is another one. Give it a new secret' };
  // What was cut off by our own end is tried again by whoever comes next.
  if (!stop?.aborted) await settle(ctx, delivery, answer);
}

/** Null: the secret was encrypted under another AUTH_SECRET. */
function headersOf(ctx: RequestContext, delivery: LeasedDelivery, body: string) {
  try {
    return signedHeaders(ctx.now, delivery.id, body, delivery);
  } catch {
    return null;
  }
}

/** Write down how it ended, and what that says of the endpoint. */
const settle = (ctx: RequestContext, delivery: LeasedDelivery, answer: Answer): Promise<void> =>
  inTransaction(async (db) => {
    const { endpointId, attempts } = delivery;
    const verdict = decideDelivery(answer, attempts, chance());
    const isRetried = verdict.state === 'retry';
    const counts = await recordResult(db, delivery, {
      deliveredAt: verdict.state === 'delivered' ? ctx.now : null,
      nextAttemptAt: isRetried ? new Date(ctx.now.getTime() + verdict.seconds * 1000) : null,
      lastStatus: answer.status,
      lastError: answer.error,
    });
    if (!counts) return;
    if (verdict.state === 'delivered') return clearFailing(db, endpointId);
    const failingSince = await markFailing(db, endpointId, ctx.now);
    const reason =
      verdict.state === 'gone' ? 'gone' : hasFailedTooLong(failingSince, ctx.now) ? 'failing' : null;
    if (reason && (await disableEndpoint(db, endpointId, ctx.now)))
      await recordAudit(db, ctx, {
        action: 'webhook.disabled',
        target: { type: 'webhook', id: endpointId },
        detail: { reason },
      });
  });
