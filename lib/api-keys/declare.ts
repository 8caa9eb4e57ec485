import type { ApiKeyScope } from '@/lib/api-keys/scopes';
import {
  type ApiKeyRow,
  type ApiKeyState,
  changeApiKey,
  createApiKey,
  findApiKeysToSettle,
} from '@/lib/api-keys/store';
import { changesBetween } from '@/lib/audit/changes';
import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import type { Db } from '@/lib/db/transaction';

export type DeclaredApiKey = { hash: Buffer; name: string; organizationId: string; scopes: ApiKeyScope[] };

const fields = ['name', 'organizationId', 'scopes', 'managedByFile', 'expiresAt', 'revokedAt'] as const;
const lives = { managedByFile: true, expiresAt: null };

/**
 * Make the API keys as CLIENTS_FILE declares them; one that it declares no more is revoked. A key is what it hashes to,
 * so another value under the same name is another key. Returns what happened.
 */
export async function declareApiKeys(db: Db, ctx: RequestContext, declared: DeclaredApiKey[]) {
  const known = await findApiKeysToSettle(
    db,
    declared.map(({ hash }) => hash),
  );
  const done: ('created' | 'changed' | 'revoked')[] = [];

  const settle = async (before: ApiKeyRow | null, wanted: ApiKeyState, hash: Uint8Array) => {
    const changes = changesBetween(fields, before, wanted);
    if (Object.keys(changes).length === 0) return;
    const id = before?.id ?? (await createApiKey(db, ctx.now, { ...wanted, hash }));
    if (before) await changeApiKey(db, id, wanted);
    const ends = before?.revokedAt === null && wanted.revokedAt !== null;
    const what = before ? (ends ? 'revoked' : 'changed') : 'created';
    done.push(what);
    await recordAudit(db, ctx, {
      action: `api_key.${what}`,
      organizationId: wanted.organizationId,
      target: { type: 'api_key', id },
      detail: { name: wanted.name, changes },
    });
  };

  for (const { hash, name, organizationId, scopes } of declared) {
    const before = find(known, hash);
    // The file was refused if it brings a revoked key; one that was revoked since stays so.
    const revokedAt = before?.revokedAt ?? null;
    await settle(before, { name, organizationId, scopes, ...lives, revokedAt }, hash);
  }
  const dropped = known.filter((row) => !declared.some(({ hash }) => hash.equals(row.hash)));
  for (const { id, hash, ...row } of dropped)
    await settle(
      { id, hash, ...row },
      { ...row, managedByFile: false, revokedAt: row.revokedAt ?? ctx.now },
      hash,
    );
  return done;
}

const find = (known: ApiKeyRow[], hash: Buffer): ApiKeyRow | null =>
  known.find((row) => hash.equals(row.hash)) ?? null;
