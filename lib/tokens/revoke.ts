import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { sha256 } from '@/lib/crypto';
import { endSessionOfToken } from '@/lib/sessions/end';

/**
 * RFC 7009: give a token back. Either kind ends the whole session. A token that is unknown, dead or another client's
 * changes nothing and is answered alike (§2.2).
 */
export const revokeToken = (ctx: RequestContext, client: Client, token: string): Promise<void> =>
  endSessionOfToken(ctx, client.id, sha256(token));
