import { env } from '@/lib/env';
import { personLink } from '@/lib/login/form';
import { readNewCodes } from '@/lib/mfa/new-codes-cookie';
import { recoveryCodesText } from '@/lib/mfa/recovery-codes';

/** The codes of the page before, as a file. */
export const GET = personLink(async ({ ctx, person, request }) => {
  const codes = readNewCodes(ctx, person, request.headers);
  if (!codes) return { path: '/account/security' };
  const { host } = new URL(env().publicUrl);
  return new Response(recoveryCodesText(codes, { host, email: person.email }), {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': 'attachment; filename="doorcode-recovery-codes.txt"',
      'cache-control': 'no-store',
    },
  });
});
