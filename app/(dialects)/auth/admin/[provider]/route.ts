import { authOsManners } from '@/lib/dialects/authos';
import { leadToSignIn } from '@/lib/dialects/authos-browser';
import { getEndpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  {
    GET: getEndpoint(leadToSignIn, { manners: authOsManners }),
  },
  authOsManners,
);
