import { betterAuthManners } from '@/lib/dialects/better-auth';
import { answerSession } from '@/lib/dialects/better-auth-session';
import { getEndpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: getEndpoint(answerSession, { manners: betterAuthManners }),
});
