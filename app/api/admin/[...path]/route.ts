import { nothingHere as none } from '@/lib/admin-api/serve';
import { methods } from '@/lib/oauth/methods';

/** Whatever stands nowhere else. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  ...{ GET: none, POST: none, PUT: none, PATCH: none, DELETE: none },
});
