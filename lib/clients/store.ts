import { type ClientProfile, profileFields, snakeCase } from '@/lib/clients/profile';
import type { RequestContext } from '@/lib/context';
import { runStatement } from '@/lib/db/pool';
import { type Db, prisma } from '@/lib/db/prisma';
import { sessionIsLive } from '@/lib/sessions/live';

/** A client as the protocol needs it: its profile, and the hashes of the secrets that count now. */
export type Client = ClientProfile & {
  id: string;
  disabledAt: Date | null;
  /** It has, or had, a secret (RFC 6749 §2.1): without one that counts it cannot authenticate at all. */
  isConfidential: boolean;
  secretHashes: Buffer[];
  /** When the first of these secrets runs out. */
  secretsChangeAt: Date | null;
  /** One more with each change. */
  version: number;
  /** It may be old, and is to be confirmed (clients/remembered.ts). */
  isRemembered?: true;
};

const profileColumns = profileFields.map((field) => `c.${snakeCase(field)} AS "${field}"`).join(', ');
const isConfidential = 'EXISTS (SELECT FROM client_secrets s WHERE s.client_id = c.id) AS "isConfidential"';

export async function findClient(ctx: RequestContext, id: string): Promise<Client | null> {
  const rows = await runStatement<Client>(
    'find_client',
    `SELECT c.id, c.disabled_at AS "disabledAt", c.version, ${profileColumns},
            ${isConfidential},
            ARRAY(SELECT s.hash FROM client_secrets s
                   WHERE s.client_id = c.id AND (s.expires_at IS NULL OR s.expires_at > $2)) AS "secretHashes",
            (SELECT min(s.expires_at) FROM client_secrets s WHERE s.client_id = c.id AND s.expires_at > $2) AS "secretsChangeAt"
       FROM clients c WHERE c.id = $1`,
    [id, ctx.now],
  );
  return rows[0] ?? null;
}

/** Make it unless one of that id is there. */
export async function createClientOnce(client: ClientProfile & { id: string }): Promise<void> {
  await prisma().client.createMany({ data: [client], skipDuplicates: true });
}

/** A client in the list of an administrator. */
export type ListedClient = {
  id: string;
  name: string;
  publisher: string | null;
  firstParty: boolean;
  isConfidential: boolean;
  accessTokenFormat: ClientProfile['accessTokenFormat'];
  managedByFile: boolean;
  disabledAt: Date | null;
  createdAt: Date;
  /** The SHA-256 of its logo, in hex. */
  logo: string | null;
};

const logo = `encode(c.logo_hash, 'hex') AS logo`;

/** Which clients, in which order; `search` is a part of the id, name or publisher, in whatever case. */
export type ClientChoice = {
  search: string;
  state: 'all' | 'enabled' | 'disabled' | 'file';
  sort: 'name' | 'id' | 'newest' | 'oldest';
};

const orders: Record<ClientChoice['sort'], string> = {
  name: 'lower(c.name), c.id',
  id: 'c.id',
  newest: 'c.created_at DESC, c.id',
  oldest: 'c.created_at, c.id',
};

export const findClients = ({ search, state, sort }: ClientChoice): Promise<ListedClient[]> =>
  runStatement<ListedClient>(
    `find_clients_by_${sort}`,
    `SELECT c.id, c.name, c.publisher, c.first_party AS "firstParty", ${isConfidential}, ${logo},
            c.access_token_format AS "accessTokenFormat", c.managed_by_file AS "managedByFile",
            c.disabled_at AS "disabledAt", c.created_at AS "createdAt"
       FROM clients c
      WHERE (strpos(lower(c.id), lower($1)) > 0 OR strpos(lower(c.name), lower($1)) > 0
             OR strpos(lower(coalesce(c.publisher, '')), lower($1)) > 0)
        AND ($2 = 'all' OR ($2 = 'disabled' AND c.disabled_at IS NOT NULL) OR ($2 = 'enabled' AND c.disabled_at IS NULL)
             OR ($2 = 'file' AND c.managed_by_file))
      ORDER BY ${orders[sort]}`,
    [search, state],
  );

/** A secret as administrators see it: never its hash. */
export type ListedSecret = { hash: Buffer; hint: string | null; createdAt: Date; expiresAt: Date | null };

export const findSecrets = (clientId: string): Promise<ListedSecret[]> =>
  runStatement<ListedSecret>(
    'find_secrets_of_client',
    `SELECT s.hash, s.hint, s.created_at AS "createdAt", s.expires_at AS "expiresAt"
       FROM client_secrets s WHERE s.client_id = $1 ORDER BY s.created_at, s.hash`,
    [clientId],
  );

/** Counted no further: pages say that there are more. */
export const mostCountedSessions = 10_000;

/** All that is decided about a client, and how much it is used; of its secrets only how many count. */
export type ClientDetails = ListedClient & ClientProfile & { liveSecrets: number; liveSessions: number };

export async function findClientDetails(ctx: RequestContext, id: string): Promise<ClientDetails | null> {
  const rows = await runStatement<ClientDetails>(
    'find_client_details',
    `SELECT c.id, ${profileColumns}, ${isConfidential}, ${logo}, c.managed_by_file AS "managedByFile",
            c.disabled_at AS "disabledAt", c.created_at AS "createdAt",
            (SELECT count(*)::int FROM client_secrets s
              WHERE s.client_id = c.id AND (s.expires_at IS NULL OR s.expires_at > $2)) AS "liveSecrets",
            (SELECT count(*)::int FROM (SELECT FROM sessions s WHERE s.client_id = c.id AND s.phase = 'open'
               AND ${sessionIsLive('$2')} LIMIT ${mostCountedSessions}) live) AS "liveSessions"
       FROM clients c WHERE c.id = $1`,
    [id, ctx.now],
  );
  return rows[0] ?? null;
}

/** A client as CLIENTS_FILE sees it: its profile, who decides it, and the hash of every secret. */
export type ClientRow = ClientProfile & {
  id: string;
  managedByFile: boolean;
  disabledAt: Date | null;
  secrets: { hash: Uint8Array; expiresAt: Date | null }[];
};

/** Those of CLIENTS_FILE, and those of these ids wherever they came from. */
export const findClientsToSettle = (db: Db, ids: string[]): Promise<ClientRow[]> =>
  db.client.findMany({
    where: { OR: [{ managedByFile: true }, { id: { in: ids } }] },
    omit: { createdAt: true, logoHash: true, version: true },
    include: { secrets: { select: { hash: true, expiresAt: true } } },
    orderBy: { id: 'asc' },
  });

export type ClientState = Omit<ClientRow, 'secrets'>;

/** Make it, or make it so. */
export async function putClient(db: Db, now: Date, { id, ...state }: ClientState): Promise<void> {
  await db.client.upsert({ where: { id }, create: { ...state, id, createdAt: now }, update: state });
}

export async function replaceSecrets(
  db: Db,
  now: Date,
  clientId: string,
  { added, removed }: { added: Uint8Array[]; removed: Uint8Array[] },
): Promise<void> {
  const bytes = (hashes: Uint8Array[]) => hashes.map((hash) => Uint8Array.from(hash));
  await db.clientSecret.deleteMany({ where: { clientId, hash: { in: bytes(removed) } } });
  await db.clientSecret.createMany({
    data: bytes(added).map((hash) => ({ clientId, hash, createdAt: now })),
  });
}
