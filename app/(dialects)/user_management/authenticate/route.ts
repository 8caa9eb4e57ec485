import { clientEndpoint } from '@/lib/clients/endpoint';
import { authenticateWithWorkOs, workOsManners } from '@/lib/dialects/workos';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  {
    POST: clientEndpoint(authenticateWithWorkOs, { manners: workOsManners }),
  },
  workOsManners,
);
