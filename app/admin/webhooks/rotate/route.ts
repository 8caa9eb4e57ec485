import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { rotateWebhookSecret } from '@/lib/webhooks/change';
import { rememberNewSecret } from '@/lib/webhooks/new-secret-cookie';
import { pathOfWebhook, webhookId } from '../path';

export const POST = adminForm(
  {
    permission: 'webhooks:write',
    fields: z.object({ webhook: webhookId }),
    returnTo: ({ webhook }) => `${pathOfWebhook(webhook)}/rotate`,
  },
  async ({ ctx, person, fields: { webhook } }) => {
    const rotated = await rotateWebhookSecret(ctx, webhook);
    const cookies = rotated ? [rememberNewSecret(ctx, person, webhook, rotated.secret)] : [];
    return { path: pathOfWebhook(webhook), cookies };
  },
);
