import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { changeSettings } from '@/lib/settings/change';
import { readBrandingForm, readVersion } from '../forms';
import { pathOfSettings } from '../path';

const text = z.string().max(200).default('');
const fields = z.object({ name: text, light: text, dark: text, version: text });
type Sent = z.infer<typeof fields>;

const typed = ({ version, ...sent }: Sent) => ({ ...sent, since: version });

export const POST = adminForm(
  { permission: 'settings:write', fields, returnTo: (sent) => pathOfSettings('branding', typed(sent)) },
  async ({ ctx, fields: sent }) => {
    const { value } = readBrandingForm(sent);
    if (!value) return { path: pathOfSettings('branding', { ...typed(sent), error: 'wrong' }) };
    const version = readVersion(sent.version);
    const done = await changeSettings(ctx, { section: 'branding', value, version });
    const left = done === 'conflict' ? { ...typed(sent), error: done } : { notice: done };
    return { path: pathOfSettings('branding', left) };
  },
);
