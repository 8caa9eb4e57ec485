import { authOsManners } from '@/lib/dialects/authos';
import { answerAuthOsUser } from '@/lib/dialects/authos-own-token';
import { getEndpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  {
    GET: getEndpoint(answerAuthOsUser, { manners: authOsManners }),
  },
  authOsManners,
);
