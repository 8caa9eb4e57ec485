import { serveImage } from '@/lib/images/serve';
import { methods } from '@/lib/oauth/methods';

/** A logo, by the SHA-256 of its bytes. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: serveImage });
