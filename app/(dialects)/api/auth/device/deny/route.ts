import { betterAuthManners } from '@/lib/dialects/better-auth';
import { denyByUserCode } from '@/lib/dialects/better-auth-decide';
import { personEndpoint } from '@/lib/login/person-endpoint';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: personEndpoint(denyByUserCode, { manners: betterAuthManners }),
});
