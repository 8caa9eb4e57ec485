import { type ClientProfile, profileFields, snakeCase } from '@/lib/clients/profile';
import type { RequestContext } from '@/lib/context';
import { runStatement } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';

/** A client as the protocol needs it: its profile, and the hashes of the secrets that count now. */
export type Client = ClientProfile & {
  id: string;
  disabledAt: Date | null;
  /** It has, or had, a secret (RFC 6749 §2.1): without one that counts it cannot authenticate at all. */
  isConfidential: boolean;
  secretHashes: Buffer[];
};

const profileColumns = profileFields.map((field) => `c.${snakeCase(field)} AS "${field}"`).join(', ');

export async function findClient(ctx: RequestContext, id: string): Promise<Client | null> {
  const rows = await runStatement<Client>(
    'find_client',
    `SELECT c.id, c.disabled_at AS "disabledAt", ${profileColumns},
            EXISTS (SELECT FROM client_secrets s WHERE s.client_id = c.id) AS "isConfidential",
            ARRAY(SELECT s.hash FROM client_secrets s
                   WHERE s.client_id = c.id AND (s.expires_at IS NULL OR s.expires_at > $2)) AS "secretHashes"
       FROM clients c WHERE c.id = $1`,
    [id, ctx.now],
  );
  return rows[0] ?? null;
}

/** Make it unless one of that id is there. */
export async function createClientOnce(client: ClientProfile & { id: string }): Promise<void> {
  await prisma().client.createMany({ data: [client], skipDuplicates: true });
}
