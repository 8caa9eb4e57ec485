import { type Client, findClient } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { epochOfListening, isThisEpoch } from '@/lib/db/listener';
import { Again } from '@/lib/oauth/again';
import { onePerProcess } from '@/lib/process';

/**
 * The clients that this node has seen, as long as the database tells of every change of one (LISTEN). What is decided by
 * a remembered client is confirmed by the statement that acts on it, which compares the version (`versionToConfirm`); what
 * such a statement refuses is decided again by the client as it is (`confirmClient`). So what is remembered can be old for
 * some milliseconds, and nothing comes of it but an answer of `authorization_pending`.
 */
type Remembered = { client: Client; epoch: number };

const most = 10_000;

/** How many changes of clients have been told. */
const changes = () => onePerProcess('client-changes', () => ({ heard: 0 }));

const clients = (): Map<string, Remembered> => onePerProcess('clients', () => new Map());

/** The client of this id, if we know it. */
export function recallClient(ctx: RequestContext, id: string): Client | null {
  const known = clients().get(id);
  if (!known || !isThisEpoch(known.epoch)) return null;
  // A secret has run out since: which ones count is read again.
  const { secretsChangeAt } = known.client;
  return secretsChangeAt && secretsChangeAt <= ctx.now ? null : known.client;
}

/** Read it, and remember it. */
export async function knowClient(ctx: RequestContext, id: string): Promise<Client | null> {
  const epoch = epochOfListening();
  const before = changes().heard;
  const found = await findClient(ctx, id);
  // What is told while we read may be of this very client.
  if (!found || changes().heard !== before || !isThisEpoch(epoch)) return found;
  const client: Client = { ...found, isRemembered: true };
  const all = clients();
  all.set(id, { client, epoch });
  if (all.size > most) all.delete(all.keys().next().value as string);
  return client;
}

/** The database tells that a client, or a secret of it, has changed. */
export const hearOfClient = (id: string): void => {
  changes().heard++;
  clients().delete(id);
};

/** For a statement that acts on what was decided by this client: the version that it must have; null where it was read for this request. */
export const versionToConfirm = (client: Client): number | null =>
  client.isRemembered ? client.version : null;

/** After a statement that refused: is the client still as we remember it? If not it is forgotten, and {@link Again} thrown. */
export async function confirmClient(ctx: RequestContext, client: Client): Promise<void> {
  if (!client.isRemembered) return;
  const now = await findClient(ctx, client.id);
  if (now?.version === client.version) return;
  hearOfClient(client.id);
  throw new Again();
}
