import { authOsManners } from '@/lib/dialects/authos';
import { verifySecondFactor } from '@/lib/dialects/authos-browser';
import { endpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  {
    POST: endpoint(verifySecondFactor, { manners: authOsManners }),
  },
  authOsManners,
);
