import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { sendDeliveryAgain } from '@/lib/webhooks/send-again';
import { pathOfWebhook, webhookId } from '../path';

export const POST = adminForm(
  {
    permission: 'webhooks:write',
    fields: z.object({ webhook: webhookId, delivery: z.uuid() }),
    returnTo: ({ webhook }) => pathOfWebhook(webhook),
  },
  async ({ ctx, fields: { webhook, delivery } }) => {
    const done = await sendDeliveryAgain(ctx, webhook, delivery);
    return { path: pathOfWebhook(webhook, { notice: done ? 'resent' : 'nothing' }) };
  },
);
