import { adminForm } from '@/lib/login/form';
import { changeWebhook } from '@/lib/webhooks/change';
import { keptOf, readSettings, settingsFields } from '../fields';
import { pathOfWebhook, webhookId } from '../path';

const fields = settingsFields.extend({ webhook: webhookId });

export const POST = adminForm(
  {
    ...{ permission: 'webhooks:write', fields },
    returnTo: (sent) => pathOfWebhook(sent.webhook, keptOf(sent)),
  },
  async ({ ctx, fields: sent }) => {
    const read = readSettings(sent);
    if ('problem' in read)
      return { path: pathOfWebhook(sent.webhook, { ...keptOf(sent), error: read.problem }) };
    const notice = await changeWebhook(ctx, sent.webhook, read.settings);
    return { path: pathOfWebhook(sent.webhook, { notice }) };
  },
);
