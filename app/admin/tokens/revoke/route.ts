import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { endSessionByAdmin } from '@/lib/sessions/end';
import { pathOfTokens, sessionId, tokenKind } from '../query';

const fields = z.object({ session: sessionId, kind: tokenKind.optional() });

export const POST = adminForm(
  { permission: 'sessions:write', fields, returnTo: pathOfTokens },
  async ({ ctx, fields }) => {
    const { session, kind } = fields;
    const notice = (await endSessionByAdmin(ctx, session)) ? 'revoked' : 'already_ended';
    return { path: pathOfTokens({ session, kind, notice }) };
  },
);
