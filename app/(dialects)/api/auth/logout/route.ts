import { authOsManners } from '@/lib/dialects/authos';
import { signOutByToken } from '@/lib/dialects/authos-own-token';
import { getEndpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

/** The token says everything: a body is not read. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  {
    POST: getEndpoint(signOutByToken, { manners: authOsManners }),
  },
  authOsManners,
);
