import { changesBetween } from '@/lib/audit/changes';
import { type AuditAction, recordAudit } from '@/lib/audit/store';
import { adminVerb } from '@/lib/authority/verb';
import type { RequestContext } from '@/lib/context';
import { newId } from '@/lib/crypto';
import { type Db, inLockedTransaction, inTransaction } from '@/lib/db/transaction';
import { mostEndpoints, overlapSeconds } from '@/lib/webhooks/rules';
import { newWebhookSecret, sealSecret } from '@/lib/webhooks/sign';
import {
  changeEndpoint,
  countEndpoints,
  deleteEndpoint,
  type EndpointSettings,
  findEndpoint,
  insertEndpoint,
  replaceSecret,
} from '@/lib/webhooks/store';

/** What administrators do with webhooks. An address is told whole in no audit row: its path may be a secret of theirs. */

const hostOf = (url: string): string => new URL(url).host;

const record = (db: Db, ctx: RequestContext, action: AuditAction, id: string, detail = {}): Promise<void> =>
  recordAudit(db, ctx, { action, target: { type: 'webhook', id }, detail });

/** A new one. Its secret is returned this once. Null: there are as many as there may be. */
export const createWebhook = adminVerb('webhooks:write', (ctx, _within, settings: EndpointSettings) =>
  inLockedTransaction('doorcode webhooks', async (db): Promise<{ id: string; secret: string } | null> => {
    if ((await countEndpoints(db)) >= mostEndpoints) return null;
    const id = newId(ctx.now);
    const secret = newWebhookSecret();
    await insertEndpoint(db, { ...settings, id, secretEncrypted: sealSecret(secret), createdAt: ctx.now });
    const { url, events } = settings;
    await record(db, ctx, 'webhook.created', id, { host: hostOf(url), events });
    return { id, secret };
  }),
);

/** Where to, which events, what for. */
export const changeWebhook = adminVerb(
  'webhooks:write',
  (ctx, _within, id: string, settings: EndpointSettings): Promise<'changed' | 'unchanged' | 'unknown'> =>
    inTransaction(async (db) => {
      const before = await findEndpoint(id, db);
      if (!before) return 'unknown';
      const { url, ...changes } = changesBetween(['url', 'description', 'events'], before, settings);
      if (!url && Object.keys(changes).length === 0) return 'unchanged';
      if (!(await changeEndpoint(db, id, settings))) return 'unknown';
      const host = url && { host: { from: hostOf(before.url), to: hostOf(settings.url) } };
      await record(db, ctx, 'webhook.changed', id, { changes: { ...changes, ...host } });
      return 'changed';
    }),
);

/** A new secret, returned this once; the old one signs as well for a day. Null: there is no such webhook. */
export const rotateWebhookSecret = adminVerb(
  'webhooks:write',
  (ctx, _within, id: string): Promise<{ secret: string; until: Date } | null> =>
    inTransaction(async (db) => {
      const secret = newWebhookSecret();
      const until = new Date(ctx.now.getTime() + overlapSeconds * 1000);
      if (!(await replaceSecret(db, id, sealSecret(secret), until))) return null;
      await record(db, ctx, 'webhook.secret_rotated', id);
      return { secret, until };
    }),
);

/**
 * Off: nothing is sent and nothing is kept for it. On: what waited goes out. Either way it is not failing any more: one
 * that is off and failing is one that the server itself switched off.
 */
export const switchWebhook = adminVerb(
  'webhooks:write',
  (ctx, _within, id: string, to: 'enabled' | 'disabled'): Promise<boolean> =>
    inTransaction(async (db) => {
      const change = { disabledAt: to === 'enabled' ? null : ctx.now, failingSince: null };
      const before = await findEndpoint(id, db);
      if (!before || (before.disabledAt === null) === (to === 'enabled')) return before !== null;
      if (!(await changeEndpoint(db, id, change))) return false;
      await record(db, ctx, `webhook.${to}`, id, to === 'disabled' ? { reason: 'by_administrator' } : {});
      return true;
    }),
);

/** For good, with everything that it has not sent. */
export const deleteWebhook = adminVerb(
  'webhooks:write',
  (ctx, _within, id: string): Promise<boolean> =>
    inTransaction(async (db) => {
      const before = await findEndpoint(id, db);
      if (!before || !(await deleteEndpoint(db, id))) return false;
      await record(db, ctx, 'webhook.deleted', id, { host: hostOf(before.url) });
      return true;
    }),
);
