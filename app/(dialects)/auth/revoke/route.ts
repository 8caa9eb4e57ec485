import { authOsManners } from '@/lib/dialects/authos';
import { revokeByTokenItself } from '@/lib/dialects/authos-own-token';
import { endpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  {
    POST: endpoint(revokeByTokenItself, { manners: authOsManners, body: { isOptional: true } }),
  },
  authOsManners,
);
