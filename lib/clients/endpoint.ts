import { authenticateClient } from '@/lib/clients/authenticate';
import type { Client } from '@/lib/clients/store';
import { type Call, endpoint } from '@/lib/oauth/endpoint';

/** A protocol endpoint whose caller is a client: authenticated before the handler runs, and the actor from then on. */
export const clientEndpoint = (handle: (call: Call & { client: Client }) => Promise<object | null>) =>
  endpoint(async (call) => {
    const client = await authenticateClient(call.ctx, call.request, call.parameters);
    return handle({ ...call, client, ctx: { ...call.ctx, actor: { type: 'client', clientId: client.id } } });
  });
