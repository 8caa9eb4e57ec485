import { getClients, makeClient } from '@/lib/admin-api/clients';
import { serve } from '@/lib/admin-api/serve';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(serve(getClients, makeClient));
