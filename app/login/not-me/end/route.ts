import { z } from 'zod';
import { openForm } from '@/lib/login/form';
import { signOutEverywhere } from '@/lib/login/not-me';
import { pathWith } from '../../../query';

const fields = z.object({ token: z.string().max(200) });

/** Whoever holds the link may send it: all it does is to sign its person out. */
export const POST = openForm(fields, async ({ ctx, fields: { token } }) => {
  const ended = (await signOutEverywhere(ctx, token)) === 'valid';
  return { path: ended ? '/login/not-me/done' : pathWith('/login/not-me', { token }) };
});
