import { adminVerb } from '@/lib/authority/verb';
import { deleteSecret, insertSecret, setSecretExpiry } from '@/lib/clients/admin-store';
import { changeOwn } from '@/lib/clients/own-change';
import type { RequestContext } from '@/lib/context';
import { sha256 } from '@/lib/crypto';
import type { Db } from '@/lib/db/transaction';
import { endSessionsOfClient } from '@/lib/sessions/end';
import { generateOpaque } from '@/lib/tokens/format';

/** A client's secrets: several at a time, so that one can follow another. Each is told once, when it is made. */

export const mostSecrets = 10;

/** By which a secret is named on pages and in forms: of no use to whoever wants to guess it. */
export const secretRef = (hash: Uint8Array): string => sha256(hash).toString('hex').slice(0, 16);

/** Make one and keep its hash, with its last letters as a hint; 256 bits, of which the hint tells 24. */
export async function keepNewSecret(
  db: Db,
  ctx: RequestContext,
  clientId: string,
  expiresAt: Date | null,
): Promise<string> {
  const secret = generateOpaque();
  await insertSecret(db, ctx.now, { clientId, hash: sha256(secret), hint: secret.slice(-4), expiresAt });
  return secret;
}

/** A new secret beside those that there are. With its first a client is confidential (RFC 6749 §2.1). */
export const addSecret = adminVerb(
  'clients:write',
  (ctx, _within, id: string, { expiresAt }: { expiresAt: Date | null }) =>
    changeOwn<{ secret: string } | 'too_many'>(ctx, id, async (db, { secrets }) => {
      if (secrets.length >= mostSecrets) return { outcome: 'too_many', audit: null };
      const secret = await keepNewSecret(db, ctx, id, expiresAt);
      const detail = { changes: {}, secretsAdded: 1, expiresAt: expiresAt?.toISOString() ?? null };
      return { outcome: { secret }, audit: { action: 'client.changed', detail } };
    }),
);

/** From then on it does not count: time for whoever uses it to change to another. `gone`: there is none of that name. */
export const expireSecret = adminVerb(
  'clients:write',
  (ctx, _within, id: string, { ref, at }: { ref: string; at: Date }) =>
    changeOwn<'expires' | 'gone'>(ctx, id, async (db, { secrets }) => {
      const secret = secrets.find(({ hash }) => secretRef(hash) === ref);
      if (!secret) return { outcome: 'gone', audit: null };
      await setSecretExpiry(db, id, secret.hash, at);
      const changes = {
        secretExpiresAt: { from: secret.expiresAt?.toISOString() ?? null, to: at.toISOString() },
      };
      return { outcome: 'expires', audit: { action: 'client.changed', detail: { changes, secret: ref } } };
    }),
);

/**
 * It counts no more, at once. Without the last one, expired ones among them, the client is public: anybody may say that
 * they are it, so its sign-ins end. For that `mayBecomePublic` is asked for.
 */
export const removeSecret = adminVerb(
  'clients:write',
  (ctx, _within, id: string, { ref, mayBecomePublic }: { ref: string; mayBecomePublic: boolean }) =>
    changeOwn<'removed' | 'made_public' | 'last' | 'gone'>(ctx, id, async (db, { secrets }) => {
      const secret = secrets.find(({ hash }) => secretRef(hash) === ref);
      if (!secret) return { outcome: 'gone', audit: null };
      const isLast = secrets.length === 1;
      if (isLast && !mayBecomePublic) return { outcome: 'last', audit: null };
      await deleteSecret(db, id, secret.hash);
      const ended = isLast && {
        sessionsEnded: await endSessionsOfClient(db, ctx, id, 'client_became_public'),
      };
      const detail = { changes: {}, secretsRemoved: 1, secret: ref, ...ended };
      return {
        outcome: isLast ? 'made_public' : 'removed',
        audit: { action: 'client.changed', detail },
      };
    }),
);
