import { readId } from '@/lib/dialects/workos-manners';
import { safeReturn } from '@/lib/login/safe-path';
import type { Call } from '@/lib/oauth/endpoint';
import { privateHeaders } from '@/lib/oauth/endpoint';
import type { HttpRequest } from '@/lib/oauth/http';
import { isPrefetch } from '@/lib/oauth/prefetch';
import { findPageOfSession } from '@/lib/sessions/describe';
import { endSessionByItsId } from '@/lib/sessions/end';

/**
 * WorkOS's programs send the person's browser here, and expect the session to be over when it comes back: the one GET
 * that changes something (docs/decisions/019-workos-logout-is-a-get.md).
 */
export async function signOutOfWorkOs({ ctx, request }: Pick<Call, 'ctx' | 'request'>) {
  const { searchParams } = new URL(request.url);
  const id = readId(searchParams.get('session_id') ?? undefined);
  if (id && isMeant(request)) await endSessionByItsId(ctx, id);
  const location = safeReturn(searchParams.get('return_to'), id && (await findPageOfSession(id)));
  // The address that was asked for holds the session's id: it goes nowhere further.
  const headers = { ...privateHeaders, location, 'referrer-policy': 'no-referrer' };
  return new Response(null, { status: 302, headers });
}

/**
 * Does somebody go there? Not where a browser says that it looks ahead, or that a page of whomever loads a picture, a
 * frame or data. Programs say none of this (Fetch Metadata), and are what they say.
 */
function isMeant({ method, headers }: HttpRequest): boolean {
  const says = (name: string) => headers.get(name)?.toLowerCase() ?? '';
  return (
    method === 'GET' &&
    !isPrefetch(headers) &&
    ['', 'navigate'].includes(says('sec-fetch-mode')) &&
    ['', 'document'].includes(says('sec-fetch-dest'))
  );
}
