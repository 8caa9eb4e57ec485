import { adminForm } from '@/lib/login/form';
import { createWebhook } from '@/lib/webhooks/change';
import { rememberNewSecret } from '@/lib/webhooks/new-secret-cookie';
import { keptOf, readSettings, settingsFields } from '../fields';
import { pathOfNew, pathOfWebhook } from '../path';

export const POST = adminForm(
  { permission: 'webhooks:write', fields: settingsFields, returnTo: (sent) => pathOfNew(keptOf(sent)) },
  async ({ ctx, person, fields }) => {
    const read = readSettings(fields);
    if ('problem' in read) return { path: pathOfNew({ ...keptOf(fields), error: read.problem }) };
    const created = await createWebhook(ctx, read.settings);
    if (!created) return { path: pathOfNew({ ...keptOf(fields), error: 'too_many' }) };
    const { id, secret } = created;
    return { path: pathOfWebhook(id), cookies: [rememberNewSecret(ctx, person, id, secret)] };
  },
);
