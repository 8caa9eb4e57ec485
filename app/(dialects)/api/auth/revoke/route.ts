import { revokeByTokenAlone } from '@/lib/dialects/openskill';
import { endpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: endpoint(revokeByTokenAlone) });
