import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { findSessionOfToken } from '@/lib/sessions/find-by-token';
import { pathWith } from '../../../query';

const fields = z.object({ token: z.string().default('') });

/** The token ends here: what goes on into the address is what it belongs to. */
export const POST = adminForm({ fields, returnTo: '/admin/tokens' }, async ({ ctx, fields }) => {
  const found = await findSessionOfToken(ctx, fields.token);
  const query =
    found.outcome === 'found' ? { session: found.sessionId, kind: found.kind } : { outcome: found.outcome };
  return { path: pathWith('/admin/tokens', query) };
});
