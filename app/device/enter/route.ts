import { z } from 'zod';
import { rememberedCode } from '@/lib/device/code-cookie';
import { personForm, personLink } from '@/lib/login/form';
import { pathWith } from '../../query';
import { isOwnLink } from '../own-link';
import { enterCode } from './enter-code';

/** A code is typed: RFC 8628 §3.3. */
export const POST = personForm(
  { fields: z.object({ code: z.string().max(200).default('') }), returnTo: '/device' },
  ({ ctx, person, fields }) => enterCode(ctx, person, fields.code),
);

/** The code came with the link (RFC 8628 §3.3.1), or was entered in this browser before the account was changed. */
export const GET = personLink(async ({ ctx, person, request }) => {
  const given = new URL(request.url).searchParams.get('user_code');
  const code = given ?? rememberedCode(request.headers)?.code;
  if (code && !isOwnLink(ctx, person, request.headers))
    return { path: pathWith('/device', { user_code: code }) };
  return code ? enterCode(ctx, person, code.slice(0, 200)) : { path: '/device' };
});
