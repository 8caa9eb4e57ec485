import { jsonWebKeySet } from '@/lib/keys/ring';
import { getEndpoint, publicHeaders } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

/** The keys that sign: RFC 7517 §5. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: getEndpoint(jsonWebKeySet, { headers: publicHeaders }),
});
