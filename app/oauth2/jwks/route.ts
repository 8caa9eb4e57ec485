import { getEndpoint, publicHeaders } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';
import { jsonWebKeySet } from '@/lib/tokens/keys';

/** The keys that sign: RFC 7517 §5. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: getEndpoint(jsonWebKeySet, publicHeaders),
});
