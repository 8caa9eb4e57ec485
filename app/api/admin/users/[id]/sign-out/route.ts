import { serve } from '@/lib/admin-api/serve';
import { signOutUser } from '@/lib/admin-api/users';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(serve(signOutUser));
