import { isStorageUnavailable } from '@/lib/db/unavailable';
import { findImage } from '@/lib/images/store';

/** Whatever somebody has uploaded: shown as a picture, and as nothing else. Its address is its content. */
const headers = {
  'cache-control': 'public, max-age=31536000, immutable',
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};

const none = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };

/** The answer to `GET /images/HASH`; only what is kept here is one. */
export async function serveImage(request: Request): Promise<Response> {
  const hash = /^\/images\/([0-9a-f]{64})$/.exec(new URL(request.url).pathname)?.[1];
  try {
    const image = hash ? await findImage(hash) : null;
    if (!image) return new Response('There is no such image.\n', { status: 404, headers: none });
    return new Response(Uint8Array.from(image.bytes), {
      headers: { ...headers, 'content-type': image.mediaType },
    });
  } catch (error) {
    if (!isStorageUnavailable(error)) throw error;
    return new Response('Try again in a moment.\n', {
      status: 503,
      headers: { ...none, 'retry-after': '2' },
    });
  }
}
