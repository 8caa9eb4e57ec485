import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { forgetNewSecret } from '@/lib/webhooks/new-secret-cookie';
import { pathOfWebhook, webhookId } from '../path';

/** From now on nobody is shown it again. */
export const POST = adminForm(
  {
    permission: 'webhooks:write',
    fields: z.object({ webhook: webhookId }),
    returnTo: ({ webhook }) => pathOfWebhook(webhook),
  },
  async ({ fields: { webhook } }) => ({
    path: pathOfWebhook(webhook, { notice: 'secret_kept' }),
    cookies: [forgetNewSecret()],
  }),
);
