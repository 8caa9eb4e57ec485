import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { deleteWebhook } from '@/lib/webhooks/change';
import { pathWith } from '../../../query';
import { pathOfWebhook, webhookId, webhooksPath } from '../path';

export const POST = adminForm(
  {
    permission: 'webhooks:write',
    fields: z.object({ webhook: webhookId }),
    returnTo: ({ webhook }) => `${pathOfWebhook(webhook)}/delete`,
  },
  async ({ ctx, fields: { webhook } }) => {
    await deleteWebhook(ctx, webhook);
    return { path: pathWith(webhooksPath, { notice: 'deleted' }) };
  },
);
