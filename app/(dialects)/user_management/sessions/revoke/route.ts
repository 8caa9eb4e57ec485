import { revokeWorkOsSession } from '@/lib/dialects/workos-management';
import { workOsManagementManners as manners } from '@/lib/dialects/workos-manners';
import { endpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  {
    POST: endpoint(revokeWorkOsSession, { manners }),
  },
  manners,
);
