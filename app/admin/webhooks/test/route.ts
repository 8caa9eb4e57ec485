import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { sendTestEvent } from '@/lib/webhooks/send-again';
import { pathOfWebhook, webhookId } from '../path';

const noticeOf = { queued: 'tested', disabled: 'is_disabled', unknown: undefined } as const;

export const POST = adminForm(
  {
    permission: 'webhooks:write',
    fields: z.object({ webhook: webhookId }),
    returnTo: ({ webhook }) => pathOfWebhook(webhook),
  },
  async ({ ctx, fields: { webhook } }) => ({
    path: pathOfWebhook(webhook, { notice: noticeOf[await sendTestEvent(ctx, webhook)] }),
  }),
);
