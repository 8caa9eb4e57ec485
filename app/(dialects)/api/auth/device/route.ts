import { betterAuthManners } from '@/lib/dialects/better-auth';
import { answerCodeStatus } from '@/lib/dialects/better-auth-decide';
import { getEndpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: getEndpoint(answerCodeStatus, { manners: betterAuthManners }),
});
