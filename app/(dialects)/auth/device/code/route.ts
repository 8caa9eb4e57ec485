import { clientEndpoint } from '@/lib/clients/endpoint';
import { authOsManners } from '@/lib/dialects/authos';
import { authenticateAuthOsService, startAuthOsDevice } from '@/lib/dialects/authos-device';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  {
    POST: clientEndpoint(startAuthOsDevice, {
      manners: authOsManners,
      authenticate: authenticateAuthOsService,
    }),
  },
  authOsManners,
);
