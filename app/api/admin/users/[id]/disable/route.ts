import { serve } from '@/lib/admin-api/serve';
import { disableUser } from '@/lib/admin-api/users';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(serve(disableUser));
