import type { Client } from '@/lib/clients/store';
import { findClient } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { findClientIdOfToken } from '@/lib/tokens/client-store';
import { hashOfToken } from '@/lib/tokens/presented';

/**
 * Whose token it is, for systems whose clients present one without saying who they are. Null: nobody's, or that of a
 * client that has a secret and so must prove itself (RFC 6749 §6).
 */
export async function findClientOfToken(ctx: RequestContext, token: string): Promise<Client | null> {
  const hash = hashOfToken(token);
  const id = hash && (await findClientIdOfToken(hash));
  const client = id ? await findClient(ctx, id) : null;
  return client && !client.disabledAt && !client.isConfidential ? client : null;
}
