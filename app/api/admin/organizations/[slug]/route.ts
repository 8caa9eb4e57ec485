import { changeOrganization, getOrganization } from '@/lib/admin-api/organizations';
import { serve } from '@/lib/admin-api/serve';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(serve(changeOrganization, getOrganization));
