import { clientEndpoint } from '@/lib/clients/endpoint';
import { methods } from '@/lib/oauth/methods';
import { readRevocationRequest } from '@/lib/oauth/requests';
import { revokeToken } from '@/lib/tokens/revoke';

/** Revocation endpoint: RFC 7009 §2. 200 whether or not there was anything to revoke. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: clientEndpoint(async ({ ctx, client, parameters }) => {
    await revokeToken(ctx, client, readRevocationRequest(parameters).token);
    return null;
  }),
});
