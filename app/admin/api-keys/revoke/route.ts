import { z } from 'zod';
import { describeApiKey, revokeApiKeyByAdmin } from '@/lib/api-keys/administer';
import { adminForm } from '@/lib/login/form';
import { pathOfKey, pathOfKeys } from '../path';

const fields = z.object({ key: z.uuid() });

/** Anybody's, as far as whoever asks administers. */
export const POST = adminForm(
  { permission: 'api_keys:write', fields, returnTo: (sent) => pathOfKey(sent.key) },
  async ({ ctx, fields }) => {
    const key = await describeApiKey(ctx, fields.key);
    const revoked = await revokeApiKeyByAdmin(ctx, fields.key);
    const notice = revoked ? 'revoked' : 'gone';
    return {
      path: key?.organization
        ? pathOfKeys(key.organization.slug, { notice })
        : `/admin/tokens?outcome=key_${notice}`,
    };
  },
);
