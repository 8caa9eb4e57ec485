import { isClean, readBytes } from '@/lib/oauth/body';
import { OAuthError } from '@/lib/oauth/errors';

/**
 * The fields of a `multipart/form-data` body (RFC 7578), capped before it is parsed: a file as its bytes; its name and
 * the type that it is said to have are nothing to go by. What is empty is as good as not sent, as in other forms.
 */
export async function readMultipart(request: Request): Promise<Record<string, string | Uint8Array>> {
  const bytes = await readBytes(request);
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  const form = await new Response(bytes, { headers }).formData().catch(() => {
    throw new OAuthError('invalid_request', 'The body is not multipart/form-data.');
  });
  const fields = new Map<string, string | Uint8Array>();
  for (const [name, value] of form) {
    const given = typeof value === 'string' ? value : new Uint8Array(await value.arrayBuffer());
    if (fields.has(name) || !isClean(name) || (typeof given === 'string' && !isClean(given)))
      throw new OAuthError(
        'invalid_request',
        'A field is repeated, or holds characters that are not allowed.',
      );
    if (given.length > 0) fields.set(name, given);
  }
  return Object.fromEntries(fields);
}
