import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { endSessionByAdmin } from '@/lib/sessions/end';
import { pathWith } from '../../../query';
import { sessionId, tokenKind } from '../query';

const fields = z.object({ session: sessionId, kind: tokenKind.optional() });

export const POST = adminForm({ fields, returnTo: '/admin/tokens' }, async ({ ctx, fields }) => {
  const { session, kind } = fields;
  const notice = (await endSessionByAdmin(ctx, session)) ? 'revoked' : 'already_ended';
  return { path: pathWith('/admin/tokens', { session, kind, notice }) };
});
