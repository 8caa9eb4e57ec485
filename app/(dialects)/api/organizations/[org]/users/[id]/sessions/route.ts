import { authOsManners } from '@/lib/dialects/authos';
import { endAuthOsSessions } from '@/lib/dialects/authos-management';
import { getEndpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  {
    DELETE: getEndpoint(endAuthOsSessions, { manners: authOsManners }),
  },
  authOsManners,
);
