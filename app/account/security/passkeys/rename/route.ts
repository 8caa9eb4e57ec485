import { z } from 'zod';
import { personForm } from '@/lib/login/form';
import { renamePasskey } from '@/lib/mfa/change-passkey';

const fields = z.object({ passkey: z.uuid(), name: z.string().max(1_000).default('') });
const options = { fields, returnTo: '/account/security?notice=again', fresh: true };

const notices = { renamed: 'passkey_renamed', gone: 'factor_gone', unreadable_name: 'passkey_name' };

export const POST = personForm(options, async ({ ctx, person, fields: { passkey, name } }) => ({
  path: `/account/security?notice=${notices[await renamePasskey(ctx, person, { id: passkey, name })]}`,
}));
