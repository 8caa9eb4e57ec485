import { listWorkOsUsers } from '@/lib/dialects/workos-management';
import { workOsManagementManners as manners } from '@/lib/dialects/workos-manners';
import { getEndpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  {
    GET: getEndpoint(listWorkOsUsers, { manners }),
  },
  manners,
);
