import { checkReadiness } from '@/lib/db/readiness';
import { getEndpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

/** Can it serve: does the database answer, with this build's migrations? 503 when not. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: getEndpoint(checkReadiness) });
