import { clientEndpoint } from '@/lib/clients/endpoint';
import { authOsTokenManners } from '@/lib/dialects/authos';
import { authenticateAuthOs, redeemAuthOsCode } from '@/lib/dialects/authos-device';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  {
    POST: clientEndpoint(redeemAuthOsCode, { manners: authOsTokenManners, authenticate: authenticateAuthOs }),
  },
  authOsTokenManners,
);
