import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { endSessionsByAdmin } from '@/lib/sessions/end';
import { pathBack, pathOfRevoke, sessionId } from '../../path';

const sessions = z
  .string()
  .max(2_000)
  .transform((text) => text.split('.'))
  .pipe(z.array(sessionId).min(1).max(50));
const fields = z.object({ sessions, back: z.string().max(2_000).optional() });

export const POST = adminForm(
  { permission: 'sessions:write', fields, returnTo: ({ sessions, back }) => pathOfRevoke(sessions, back) },
  async ({ ctx, fields }) => {
    const ended = await endSessionsByAdmin(ctx, fields.sessions);
    const left = { notice: ended > 0 ? 'revoked' : 'already_ended', count: String(ended) };
    return { path: pathBack(fields.back, left) };
  },
);
