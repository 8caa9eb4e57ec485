import { z } from 'zod';
import { readTime } from '@/lib/audit/asked';
import { adminForm } from '@/lib/login/form';
import { replayDays, replayDeliveries } from '@/lib/webhooks/send-again';
import { pathOfWebhook, webhookId } from '../path';

const noticeOf = { disabled: 'is_disabled', too_many: 'too_many', unknown: undefined } as const;

/** What was chosen comes back: it is no secret, and a step may come between. */
export const POST = adminForm(
  {
    permission: 'webhooks:write',
    fields: z.object({ webhook: webhookId, since: z.string().max(100).default('') }),
    returnTo: ({ webhook, since }) => pathOfWebhook(webhook, { since }),
  },
  async ({ ctx, fields: { webhook, since } }) => {
    const from = readTime(since.trim());
    const earliest = ctx.now.getTime() - replayDays * 86_400_000;
    if (!from || from.getTime() < earliest || from > ctx.now)
      return { path: pathOfWebhook(webhook, { since, notice: 'no_time' }) };
    const done = await replayDeliveries(ctx, webhook, from);
    const notice =
      done.outcome === 'queued' ? (done.count > 0 ? 'replayed' : 'nothing') : noticeOf[done.outcome];
    return { path: pathOfWebhook(webhook, { notice }) };
  },
);
