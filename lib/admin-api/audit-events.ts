import { z } from 'zod';
import { invalidFields, operation } from '@/lib/admin-api/operation';
import { badCursor, cursor, instant, pageOf, time } from '@/lib/admin-api/shapes';
import { type AuditEntry, listAudit } from '@/lib/audit/list';

const event = z
  .object({
    id: z.string().meta({ description: 'A number that only grows' }),
    at: time,
    action: z.string().meta({ description: 'Such as `session.revoked`' }),
    actor_type: z.string().meta({ description: '`person`, `api_key`, `client`, `system` or `anonymous`' }),
    actor_id: z.string().nullable(),
    user_id: z.string().nullable(),
    client_id: z.string().nullable(),
    organization_id: z.string().nullable(),
    target_type: z.string().nullable(),
    target_id: z.string().nullable(),
    ip: z.string().nullable(),
    network: z.string().nullable(),
    request_id: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'AuditEvent' });

const asEvent = (one: AuditEntry) => ({
  ...{
    id: one.id,
    at: instant(one.at),
    action: one.action,
    actor_type: one.actorType,
    actor_id: one.actorId,
  },
  ...{ user_id: one.userId, client_id: one.clientId, organization_id: one.organizationId },
  ...{ target_type: one.targetType, target_id: one.targetId, ip: one.ip, network: one.network },
  ...{ request_id: one.requestId, detail: one.detail },
});

const text = (description: string) => z.string().max(300).optional().meta({ description });

const problems: Record<string, string> = {
  unknown_person: 'names nobody here',
  unknown_organization: 'names no organization here',
  no_place: 'is no address and no /24 or /64',
  no_time: 'is no time such as 2026-03-01T16:04Z',
};

export const getAuditEvents = operation(
  {
    ...{ id: 'listAuditEvents', method: 'GET', url: '/api/admin/audit-events', tag: 'Audit log' },
    permission: listAudit.permission,
    summary: 'List what happened, the newest first.',
    query: z.strictObject({
      action: text('Such as `session.revoked`, or a beginning such as `session.`'),
      person: text('Whom it is about: an id or an e-mail address'),
      actor: text('Who did it: an id or an e-mail address'),
      client: text('A client_id'),
      organization: text('An id or slug'),
      place: text('An address, or a /24 or /64'),
      request: text('The id of a request'),
      target: text('The id of what was changed'),
      from: text('A time, included'),
      to: text('A time, not included'),
      cursor,
    }),
    answer: pageOf('AuditEventPage', event),
  },
  async ({ ctx, query: { cursor: from, ...asked } }) => {
    if (from !== undefined && !/^\d{1,18}$/.test(from)) throw badCursor();
    const page = await listAudit(ctx, asked, from === undefined ? null : { before: BigInt(from) });
    const wrong = Object.entries(page.problems).map(([name, code]) => [
      name,
      problems[code ?? ''] ?? 'is wrong',
    ]);
    if (wrong.length > 0) throw invalidFields(Object.fromEntries(wrong));
    return { data: page.events.map(asEvent), next: page.hasOlder ? (page.events.at(-1)?.id ?? null) : null };
  },
);
