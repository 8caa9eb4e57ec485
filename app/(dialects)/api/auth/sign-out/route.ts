import { betterAuthManners } from '@/lib/dialects/better-auth';
import { signOut } from '@/lib/dialects/better-auth-session';
import { endpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

/** Of a device by its token, of a browser by its cookie. Its CLI sends neither a body nor a content type. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: endpoint(signOut, { body: { isOptional: true }, manners: betterAuthManners }),
});
