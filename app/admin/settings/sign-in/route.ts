import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { changeSettings } from '@/lib/settings/change';
import { signInMethods } from '@/lib/settings/schema';
import { readVersion } from '../forms';
import { pathOfSettings } from '../path';

const text = z.string().max(200).default('');
/** `shown`: the switches that the page had; of those, what is not sent is off. */
const fields = z.object({ shown: text, version: text }).catchall(z.string());
type Sent = z.infer<typeof fields>;

const switches = (sent: Sent) => {
  const shown = sent.shown.split(' ');
  return signInMethods.filter((method) => shown.includes(method));
};
const offOf = (sent: Sent) => switches(sent).filter((method) => sent[`method_${method}`] !== 'on');
const typed = (sent: Sent) => ({ off: offOf(sent).join(' '), since: sent.version });

export const POST = adminForm(
  { permission: 'settings:write', fields, returnTo: (sent) => pathOfSettings('sign-in', typed(sent)) },
  async ({ ctx, fields: sent }) => {
    const done = await changeSettings(ctx, {
      section: 'signIn',
      value: { off: offOf(sent) },
      version: readVersion(sent.version),
    });
    const isDone = done === 'changed' || done === 'unchanged';
    return { path: pathOfSettings('sign-in', isDone ? { notice: done } : { ...typed(sent), error: done }) };
  },
);
