import { openApiDocument } from '@/lib/admin-api/document';
import { env } from '@/lib/env';
import { getEndpoint, publicHeaders } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

/** What the admin API is, for programs: OpenAPI 3.1. It holds nothing of anybody, so anybody may read it. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: getEndpoint(async () => openApiDocument(env().publicUrl), { headers: publicHeaders }),
});
