import { confirmClient } from '@/lib/clients/remembered';
import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { endSessionOfToken } from '@/lib/sessions/end';
import { hashOfToken } from '@/lib/tokens/presented';

/**
 * RFC 7009: give a token back. Either kind ends the whole session. A token that is unknown, dead or another client's
 * changes nothing and is answered alike (§2.2).
 */
export async function revokeToken(ctx: RequestContext, client: Client, token: string): Promise<void> {
  await confirmClient(ctx, client);
  const hash = hashOfToken(token);
  if (hash) await endSessionOfToken(ctx, client.id, hash);
}
