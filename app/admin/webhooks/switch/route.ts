import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { switchWebhook } from '@/lib/webhooks/change';
import { pathOfWebhook, webhookId } from '../path';

export const POST = adminForm(
  {
    permission: 'webhooks:write',
    fields: z.object({ webhook: webhookId, to: z.enum(['enabled', 'disabled']) }),
    returnTo: ({ webhook }) => pathOfWebhook(webhook),
  },
  async ({ ctx, fields: { webhook, to } }) => {
    const done = await switchWebhook(ctx, webhook, to);
    return { path: pathOfWebhook(webhook, done ? { notice: to } : {}) };
  },
);
