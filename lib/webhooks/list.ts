import { adminVerb } from '@/lib/authority/verb';
import { findDeliveries, findEndpoint, findEndpoints } from '@/lib/webhooks/store';

export type { Endpoint, ListedDelivery } from '@/lib/webhooks/store';

export const deliveriesPerPage = 50;

/** For administrators: every endpoint, the newest first. Reads only. */
export const listWebhooks = adminVerb('webhooks:read', () => findEndpoints());

/** One of them, with the newest of its deliveries, or those before one of them. Reads only. */
export const describeWebhook = adminVerb(
  'webhooks:read',
  async (_ctx, _within, id: string, before: string | null = null) => {
    const endpoint = await findEndpoint(id);
    if (!endpoint) return null;
    const found = await findDeliveries(id, before, deliveriesPerPage + 1);
    const deliveries = found.slice(0, deliveriesPerPage);
    return { endpoint, deliveries, hasMore: found.length > deliveriesPerPage };
  },
);
