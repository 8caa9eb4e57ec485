import type { ApiKeyScope } from '@/lib/api-keys/scopes';
import type { Authority } from '@/lib/authority/rules';
import type { RequestContext } from '@/lib/context';
import { newId } from '@/lib/crypto';
import { bytes } from '@/lib/db/bytes';
import { runStatement } from '@/lib/db/pool';
import { type Db, prisma } from '@/lib/db/prisma';

/** A key that counts: a person's or an organization's, and what its owner administers now. */
export type LiveApiKey = {
  id: string;
  name: string;
  userId: string | null;
  organizationId: string | null;
  scopes: ApiKeyScope[];
  authority: Authority;
};

/**
 * The key of that SHA-256, while it counts: neither revoked nor expired, its person or organization not disabled. What
 * its owner administers is looked up at each use, so that whoever loses a role loses it in their keys. Notes its use to
 * the minute, so that a busy key is written once a minute.
 */
export async function findLiveApiKey(ctx: RequestContext, hash: Buffer): Promise<LiveApiKey | null> {
  type Row = Omit<LiveApiKey, 'authority'> & Authority;
  const [row] = await runStatement<Row>(
    'find_live_api_key',
    `WITH found AS (
       SELECT k.id, k.name, k.user_id, k.organization_id, k.scopes, k.last_used_at,
              COALESCE(u.role = 'admin', false) AS is_platform_admin
         FROM api_keys k
         LEFT JOIN organizations o ON o.id = k.organization_id
         LEFT JOIN users u ON u.id = k.user_id
        WHERE k.hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2)
          AND o.disabled_at IS NULL AND u.disabled_at IS NULL AND (o.id IS NOT NULL OR u.id IS NOT NULL)
     ), used AS (
       UPDATE api_keys k SET last_used_at = date_trunc('minute', $2::timestamptz) FROM found
        WHERE k.id = found.id
          AND (found.last_used_at IS NULL OR found.last_used_at < date_trunc('minute', $2::timestamptz))
     )
     SELECT id, name, user_id AS "userId", organization_id AS "organizationId", scopes,
            is_platform_admin AS "isPlatformAdmin",
            CASE WHEN organization_id IS NOT NULL
                 THEN json_build_array(json_build_object('id', organization_id, 'role', 'admin'))
                 ELSE COALESCE((SELECT json_agg(json_build_object('id', m.organization_id, 'role', m.role) ORDER BY m.created_at)
                                  FROM memberships m JOIN organizations o ON o.id = m.organization_id
                                 WHERE m.user_id = found.user_id AND m.role <> 'member' AND o.disabled_at IS NULL), '[]')
            END AS organizations
       FROM found`,
    [hash, ctx.now],
  );
  if (!row) return null;
  const { isPlatformAdmin, organizations, ...key } = row;
  return { ...key, authority: { isPlatformAdmin, organizations } };
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
  key: ApiKeyState & {
    hash: Uint8Array;
    hint?: string;
    userId?: string | null;
    createdById?: string | null;
  },
): Promise<string> {
  const id = newId(now);
  await db.apiKey.create({ data: { ...key, id, hash: bytes(key.hash), createdAt: now } });
  return id;
}

export async function changeApiKey(db: Db, id: string, change: Partial<ApiKeyState>): Promise<void> {
  // What a file gives to an organization is a person's no more.
  const owner = change.organizationId ? { userId: null } : {};
  await db.apiKey.update({ where: { id }, data: { ...change, ...owner } });
}
