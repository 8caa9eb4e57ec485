import { getEndpoint, publicHeaders } from '@/lib/oauth/endpoint';
import { authorizationServerMetadata } from '@/lib/oauth/metadata';
import { methods } from '@/lib/oauth/methods';

/** Authorization server metadata: RFC 8414 §3. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: getEndpoint(async () => authorizationServerMetadata(), { headers: publicHeaders }),
});
