import { type Asked, type Problems, readAsked } from '@/lib/audit/asked';
import { csvLine } from '@/lib/audit/csv';
import type { AuditFilter } from '@/lib/audit/filter';
import { type AuditEntry, named } from '@/lib/audit/list';
import { findEvents } from '@/lib/audit/list-store';
import { recordAudit } from '@/lib/audit/store';
import { sentenceOf, textOf } from '@/lib/audit/words';
import type { Within } from '@/lib/authority/rules';
import { adminVerb } from '@/lib/authority/verb';
import { inTransaction } from '@/lib/db/transaction';

export const exportFormats = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof exportFormats)[number];

const chunk = 1_000;

/**
 * Every event of a filter, the newest first, as text in pieces: each is read when it is asked for, so that no export
 * needs more room than one piece. That it was exported is audited; what was looked for is not, since it names people.
 */
export const exportAudit = adminVerb(
  'audit:read',
  async (
    ctx,
    within,
    asked: Asked,
    format: ExportFormat,
  ): Promise<{ pieces: AsyncGenerator<string> } | { problems: Problems }> => {
    const { filter, problems } = await readAsked(within, asked);
    if (Object.keys(problems).length > 0) return { problems };
    const filters = Object.keys(asked).filter((name) => asked[name as keyof Asked]);
    await inTransaction((db) =>
      recordAudit(db, ctx, {
        action: 'audit.exported',
        organizationId: within?.length === 1 ? within[0]! : null,
        detail: { format, filters },
      }),
    );
    return { pieces: piecesOf(within, filter, format) };
  },
);

async function* piecesOf(within: Within, filter: AuditFilter, format: ExportFormat): AsyncGenerator<string> {
  if (format === 'csv') yield csvLine(fields);
  for (let before: bigint | null = null; ; ) {
    const rows = await findEvents(filter, within, before === null ? null : { before }, chunk);
    if (rows.length > 0) yield (await named(within, rows)).map(lineOf[format]).join('');
    if (rows.length < chunk) return;
    before = rows.at(-1)!.id;
  }
}

const fields = [
  ...(['id', 'time', 'action', 'says', 'actor_type', 'actor_id', 'actor', 'user_id', 'person'] as const),
  ...(['client_id', 'organization_id', 'target_type', 'target_id', 'ip', 'network', 'request_id'] as const),
  'detail',
] as const;

const nameOf = (known: AuditEntry['actor']): string | null => (known?.state === 'known' ? known.name : null);

const recordOf = (event: AuditEntry): Record<(typeof fields)[number], string | null | object> => ({
  ...{ id: event.id, time: event.at.toISOString(), action: event.action, says: textOf(sentenceOf(event)) },
  ...{ actor_type: event.actorType, actor_id: event.actorId, actor: nameOf(event.actor) },
  ...{ user_id: event.userId, person: nameOf(event.person), client_id: event.clientId },
  ...{ organization_id: event.organizationId, target_type: event.targetType, target_id: event.targetId },
  ...{ ip: event.ip, network: event.network, request_id: event.requestId, detail: event.detail },
});

const lineOf: Record<ExportFormat, (event: AuditEntry) => string> = {
  jsonl: (event) => `${JSON.stringify(recordOf(event))}\n`,
  csv: (event) => {
    const record = recordOf(event);
    const cell = (value: string | null | object) =>
      value === null || typeof value === 'string' ? value : JSON.stringify(value);
    return csvLine(fields.map((field) => cell(record[field])));
  },
};
