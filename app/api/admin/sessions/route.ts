import { serve } from '@/lib/admin-api/serve';
import { getSessions } from '@/lib/admin-api/sessions';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(serve(getSessions));
