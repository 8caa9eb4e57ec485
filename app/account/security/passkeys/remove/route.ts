import { z } from 'zod';
import { personForm } from '@/lib/login/form';
import { removePasskey } from '@/lib/mfa/change-passkey';
import { noticeOfRemoval } from '../../notices';

const fields = z.object({ passkey: z.uuid() });
type Fields = z.infer<typeof fields>;
const returnTo = ({ passkey }: Fields) => `/account/security/passkeys/${passkey}/remove`;

export const POST = personForm({ fields, returnTo, fresh: true }, async ({ ctx, person, fields }) => {
  const notice = noticeOfRemoval(await removePasskey(ctx, person, fields.passkey), 'passkey_removed');
  return { path: `/account/security?notice=${notice}` };
});
