import type { RequestContext } from '@/lib/context';
import type { Client } from '@/lib/db/generated/client';
import { runStatement } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';

/** A client as the protocol needs it: its profile, and the hashes of the secrets that count now (none: a public client). */
export type ClientProfile = {
  id: string;
  name: string;
  publisher: string | null;
  firstParty: boolean;
  scopes: string[];
  deviceFlow: boolean;
  refresh: boolean;
  activationUri: string | null;
  tokenPrefix: string;
  deviceCodeLifetimeSeconds: number;
  pollingIntervalSeconds: number;
  accessTokenLifetimeSeconds: number;
  refreshTokenIdleLifetimeSeconds: number;
  sessionLifetimeSeconds: number;
  disabledAt: Date | null;
  isConfidential: boolean;
  secretHashes: Buffer[];
};

export async function findClient(ctx: RequestContext, id: string): Promise<ClientProfile | null> {
  const rows = await runStatement<ClientProfile>(
    'find_client',
    `SELECT c.id, c.name, c.publisher, c.first_party AS "firstParty", c.scopes, c.device_flow AS "deviceFlow", c.refresh,
            c.activation_uri AS "activationUri", c.token_prefix AS "tokenPrefix",
            c.device_code_lifetime_seconds AS "deviceCodeLifetimeSeconds",
            c.polling_interval_seconds AS "pollingIntervalSeconds",
            c.access_token_lifetime_seconds AS "accessTokenLifetimeSeconds",
            c.refresh_token_idle_lifetime_seconds AS "refreshTokenIdleLifetimeSeconds",
            c.session_lifetime_seconds AS "sessionLifetimeSeconds", c.disabled_at AS "disabledAt",
            EXISTS (SELECT FROM client_secrets s WHERE s.client_id = c.id) AS "isConfidential",
            ARRAY(SELECT s.hash FROM client_secrets s
                   WHERE s.client_id = c.id AND (s.expires_at IS NULL OR s.expires_at > $2)) AS "secretHashes"
       FROM clients c WHERE c.id = $1`,
    [id, ctx.now],
  );
  return rows[0] ?? null;
}

/** Make it unless one of that id is there. */
export async function createClientOnce(
  client: Pick<Client, 'id' | 'name' | 'publisher' | 'firstParty' | 'scopes'>,
): Promise<void> {
  await prisma().client.createMany({ data: [client], skipDuplicates: true });
}
