import { authOsTokenManners } from '@/lib/dialects/authos';
import { refreshByTokenAlone } from '@/lib/dialects/openskill';
import { endpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

/** OpenSkill's and AuthOS's: one answer for both. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  {
    POST: endpoint(refreshByTokenAlone, { manners: authOsTokenManners }),
  },
  authOsTokenManners,
);
