import { adminVerb } from '@/lib/authority/verb';
import { type ClientDetails, findClientDetails, findClients, type ListedClient } from '@/lib/clients/store';

export type { ClientDetails };

/** For administrators: the clients, and all about one. Reads only. */
export const listClients = adminVerb('clients:read', (): Promise<ListedClient[]> => findClients());

export const describeClient = adminVerb(
  'clients:read',
  (ctx, _within, id: string): Promise<ClientDetails | null> => findClientDetails(ctx, id),
);
