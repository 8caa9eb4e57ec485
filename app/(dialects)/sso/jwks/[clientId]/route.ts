import { answerWorkOsKeys } from '@/lib/dialects/workos';
import { workOsManagementManners as manners } from '@/lib/dialects/workos-manners';
import { getEndpoint, publicHeaders } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

/** The keys that sign, at an address for each client as WorkOS has them. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  {
    GET: getEndpoint(answerWorkOsKeys, { headers: publicHeaders, manners }),
  },
  manners,
);
