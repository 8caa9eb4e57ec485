import type { ApiKeyScope } from '@/lib/api-keys/scopes';
import type { RequestContext } from '@/lib/context';
import { newId } from '@/lib/crypto';
import { bytes } from '@/lib/db/bytes';
import { runStatement } from '@/lib/db/pool';
import { type Db, prisma } from '@/lib/db/prisma';

export type LiveApiKey = { id: string; name: string; organizationId: string; scopes: ApiKeyScope[] };

/**
 * The key of that SHA-256, while it counts: neither revoked nor expired, its organization not disabled. Notes its use to
 * the minute, so that a busy key is written once a minute.
 */
export async function findLiveApiKey(ctx: RequestContext, hash: Buffer): Promise<LiveApiKey | null> {
  const rows = await runStatement<LiveApiKey>(
    'find_live_api_key',
    `WITH found AS (
       SELECT k.id, k.name, k.organization_id, k.scopes, k.last_used_at
         FROM api_keys k JOIN organizations o ON o.id = k.organization_id
        WHERE k.hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2)
          AND o.disabled_at IS NULL
     ), used AS (
       UPDATE api_keys k SET last_used_at = date_trunc('minute', $2::timestamptz) FROM found
        WHERE k.id = found.id
          AND (found.last_used_at IS NULL OR found.last_used_at < date_trunc('minute', $2::timestamptz))
     )
     SELECT id, name, organization_id AS "organizationId", scopes FROM found`,
    [hash, ctx.now],
  );
  return rows[0] ?? null;
}

/** What may change of a key. */
export type ApiKeyState = {
  name: string;
  /** Null for a person's. */
  organizationId: string | null;
  scopes: string[];
  managedByFile: boolean;
  expiresAt: Date | null;
  revokedAt: Date | null;
};
export type ApiKeyRow = ApiKeyState & { id: string; hash: Uint8Array };

/** Those of CLIENTS_FILE, and those of these hashes wherever they came from. */
export const findApiKeysToSettle = (db: Db, hashes: Uint8Array[]): Promise<ApiKeyRow[]> =>
  db.apiKey.findMany({
    where: { OR: [{ managedByFile: true }, { hash: { in: hashes.map(bytes) } }] },
    select: {
      ...{ id: true, hash: true, name: true, organizationId: true, scopes: true, managedByFile: true },
      ...{ expiresAt: true, revokedAt: true },
    },
    orderBy: { id: 'asc' },
  });

/** The hashes of every key that was revoked, in hex. */
export async function findRevokedApiKeys(): Promise<Set<string>> {
  const rows = await prisma().apiKey.findMany({
    where: { revokedAt: { not: null } },
    select: { hash: true },
  });
  return new Set(rows.map(({ hash }) => Buffer.from(hash).toString('hex')));
}

/** Returns its id. */
export async function createApiKey(
  db: Db,
  now: Date,
  key: ApiKeyState & { hash: Uint8Array },
): Promise<string> {
  const id = newId(now);
  await db.apiKey.create({ data: { ...key, id, hash: bytes(key.hash), createdAt: now } });
  return id;
}

export async function changeApiKey(db: Db, id: string, change: Partial<ApiKeyState>): Promise<void> {
  await db.apiKey.update({ where: { id }, data: change });
}
