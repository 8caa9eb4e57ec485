import type { RequestContext } from '@/lib/context';
import type { Db } from '@/lib/db/prisma';

/** Everything that is audited: one word per kind of change. */
export type AuditAction =
  | 'device.approved'
  | 'device.denied'
  | 'device.replayed'
  | 'session.created'
  | 'session.revoked'
  | 'session.reported'
  | 'sessions.revocation_started'
  | 'person.disabled'
  | 'person.enabled'
  | 'person.role_changed'
  | 'refresh_token.reused'
  | 'person.created'
  | 'person.signed_in'
  | 'person.signed_out'
  | 'second_factor.verified'
  | 'second_factor.refused'
  | 'factor.added'
  | 'factor.changed'
  | 'factor.removed'
  | 'factors.reset'
  | 'recovery_codes.renewed'
  | 'person.email_changed'
  | 'account.linked'
  | 'account.taken_over'
  | 'membership.created'
  | 'membership.changed'
  | 'membership.removed'
  | 'invitation.created'
  | 'invitation.sent_again'
  | 'invitation.withdrawn'
  | 'invitation.accepted'
  | 'invitation.declined'
  | 'person.signed_out_everywhere'
  | 'person.exported'
  | 'person.deleted'
  | 'admin.set_up'
  | 'signing_key.created'
  | 'signing_key.deleted'
  | 'organization.created'
  | 'organization.changed'
  | 'organization.disabled'
  | 'organization.enabled'
  | 'client.created'
  | 'client.changed'
  | 'client.enabled'
  | 'client.disabled'
  | 'api_key.created'
  | 'api_key.changed'
  | 'api_key.revoked'
  | 'settings.changed'
  | 'token.looked_up'
  | 'audit.exported'
  | 'audit.pruned'
  | 'audit.retention_changed'
  | 'webhook.created'
  | 'webhook.changed'
  | 'webhook.secret_rotated'
  | 'webhook.enabled'
  | 'webhook.disabled'
  | 'webhook.deleted'
  | 'webhook.tested'
  | 'webhook.resent'
  | 'webhook.replayed';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export type AuditEvent = {
  action: AuditAction;
  userId?: string | null;
  clientId?: string | null;
  organizationId?: string | null;
  target?: { type: string; id: string };
  /** Never a secret. */
  detail?: { readonly [name: string]: Json };
};

const actorId = (ctx: RequestContext): string | null => {
  switch (ctx.actor.type) {
    case 'person':
    case 'session':
      return ctx.actor.userId;
    case 'client':
      return ctx.actor.clientId;
    case 'api_key':
      return ctx.actor.keyId;
    case 'anonymous':
    case 'system':
      return null;
  }
};

/** Who acts from a device is the person; which device it was is in the detail. */
const actorType = ({ actor }: RequestContext): string => (actor.type === 'session' ? 'person' : actor.type);
const actorDetail = ({ actor }: RequestContext) =>
  actor.type === 'session' ? { by_session: actor.sessionId } : {};

/** Write the row of a change, in the change's own transaction. */
export const recordAudit = (db: Db, ctx: RequestContext, event: AuditEvent): Promise<void> =>
  recordAudits(db, ctx, [event]);

const detailOf = (detail: NonNullable<AuditEvent['detail']>) =>
  Object.keys(detail).length > 0 ? { detail } : {};

/** The same of many changes of one kind, in few statements. */
export async function recordAudits(
  db: Db,
  ctx: RequestContext,
  events: readonly AuditEvent[],
): Promise<void> {
  await db.auditEvent.createMany({
    data: events.map((event) => ({
      at: ctx.now,
      action: event.action,
      actorType: actorType(ctx),
      actorId: actorId(ctx),
      userId: event.userId ?? null,
      clientId: event.clientId ?? null,
      organizationId: event.organizationId ?? null,
      targetType: event.target?.type ?? null,
      targetId: event.target?.id ?? null,
      ip: ctx.ip,
      network: ctx.network,
      requestId: ctx.requestId,
      ...detailOf({ ...event.detail, ...actorDetail(ctx) }),
    })),
  });
}

type AuditInsert = {
  /** The CTE whose rows changed; the columns are SQL expressions over it. */
  from: string;
  action: AuditAction;
  userId: string;
  clientId: string;
  organizationId?: string;
  targetType: string;
  targetId: string;
  detail?: string;
};

/**
 * The same row from inside a hot statement: an INSERT … SELECT for a `WITH` list. `values` are appended to the
 * statement's parameters, so that `firstParameter` is the number of the first of the six.
 */
export function auditInsert(
  ctx: RequestContext,
  { firstParameter: p, ...options }: AuditInsert & { firstParameter: number },
): { sql: string; values: unknown[] } {
  const [at, ...texts] = actingColumnNames.map((_, place) => `$${p + place}`);
  return {
    sql: auditInsertBy(options, [`${at}::timestamptz`, ...texts.map((text) => `${text}::text`)]),
    values: Object.values(acting(ctx)),
  };
}

/** Who acts, when and from where: the columns of it in a batch (db/batch.ts). */
export const actingColumns = {
  now: 'timestamptz',
  actor_type: 'text',
  actor_id: 'text',
  from_ip: 'text',
  from_network: 'text',
  request_id: 'text',
} as const;
const actingColumnNames = Object.keys(actingColumns);

export const acting = (ctx: RequestContext) => ({
  now: ctx.now,
  actor_type: actorType(ctx),
  actor_id: actorId(ctx),
  from_ip: ctx.ip,
  from_network: ctx.network,
  request_id: ctx.requestId,
});

/** The same from inside a batch, where `from` has the columns of {@link acting}. */
export const auditInsertOfBatch = (options: AuditInsert): string => auditInsertBy(options, actingColumnNames);

const auditInsertBy = (options: AuditInsert, [at, type, id, ip, network, request]: string[]): string =>
  `INSERT INTO audit_events (at, action, actor_type, actor_id, user_id, client_id, organization_id, target_type, target_id, ip, network, request_id, detail)
      SELECT ${at}, '${options.action}', ${type}, ${id}, ${options.userId}, ${options.clientId}, ${options.organizationId ?? 'NULL'}::uuid,
             '${options.targetType}', ${options.targetId}::text, ${ip}, ${network}, ${request}, ${options.detail ?? 'NULL'}::jsonb
        FROM ${options.from}`;
