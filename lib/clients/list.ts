import { type ClientDetails, findClientDetails, findClients, type ListedClient } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';

export type { ClientDetails };

/** For administrators: the clients, and all about one. Reads only. */
export const listClients = (): Promise<ListedClient[]> => findClients();

export const describeClient = (ctx: RequestContext, id: string): Promise<ClientDetails | null> =>
  findClientDetails(ctx, id);
