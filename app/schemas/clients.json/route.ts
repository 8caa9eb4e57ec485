import { clientsFileJsonSchema } from '@/lib/clients/file/schema';
import { env } from '@/lib/env';
import { getEndpoint, publicHeaders } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

/** The JSON Schema of CLIENTS_FILE, for editors and for checks before a deployment. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: getEndpoint(async () => clientsFileJsonSchema(`${env().publicUrl}/schemas/clients.json`), {
    headers: { ...publicHeaders, 'content-type': 'application/schema+json' },
  }),
});
