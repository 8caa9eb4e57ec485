import { getEndpoint, publicHeaders } from '@/lib/oauth/endpoint';
import { openIdConfiguration } from '@/lib/oauth/metadata';
import { methods } from '@/lib/oauth/methods';

/** Provider metadata: OpenID Connect Discovery §4. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: getEndpoint(async () => openIdConfiguration(), { headers: publicHeaders }),
});
