import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { changeSettings } from '@/lib/settings/change';
import { readPolicyForm, readVersion } from '../forms';
import { pathOfSettings } from '../path';

const text = z.string().max(200).default('');
const fields = z.object({ second_factor: text, days: text, version: text });
type Sent = z.infer<typeof fields>;

const typed = ({ version, ...sent }: Sent) => ({ ...sent, since: version });

export const POST = adminForm(
  { permission: 'settings:write', fields, returnTo: (sent) => pathOfSettings('policy', typed(sent)) },
  async ({ ctx, fields: sent }) => {
    const { value } = readPolicyForm(sent);
    if (!value) return { path: pathOfSettings('policy', { ...typed(sent), error: 'wrong' }) };
    const version = readVersion(sent.version);
    const done = await changeSettings(ctx, { section: 'policy', value, version });
    const left = done === 'conflict' ? { ...typed(sent), error: done } : { notice: done };
    return { path: pathOfSettings('policy', left) };
  },
);
