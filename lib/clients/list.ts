import { adminVerb } from '@/lib/authority/verb';
import { secretRef } from '@/lib/clients/secrets';
import {
  type ClientChoice,
  type ClientDetails,
  findClientDetails,
  findClients,
  findSecrets,
  type ListedClient,
  mostCountedSessions,
} from '@/lib/clients/store';

export type { ClientChoice, ClientDetails, ListedClient };
export { mostCountedSessions };

export const everyClient: ClientChoice = { search: '', state: 'all', sort: 'name' };

/** For administrators: the clients, and all about one. Reads only. */
export const listClients = adminVerb(
  'clients:read',
  (_ctx, _within, choice?: Partial<ClientChoice>): Promise<ListedClient[]> =>
    findClients({ ...everyClient, ...choice }),
);

export const describeClient = adminVerb(
  'clients:read',
  (ctx, _within, id: string): Promise<ClientDetails | null> => findClientDetails(ctx, id),
);

/** A secret, by what names it in forms and the hint by which people know it. */
export type SecretSummary = {
  ref: string;
  hint: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  isLive: boolean;
};

/** The oldest first. */
export const listSecrets = adminVerb(
  'clients:read',
  async (ctx, _within, id: string): Promise<SecretSummary[]> =>
    (await findSecrets(id)).map(({ hash, ...secret }) => ({
      ...secret,
      ref: secretRef(hash),
      isLive: secret.expiresAt === null || secret.expiresAt > ctx.now,
    })),
);
