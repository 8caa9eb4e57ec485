import { type AuditEvent, recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { prisma } from '@/lib/db/prisma';
import { contextAt, start } from '@/lib/testing/factories';

/** Something that happened. */
export const happen = (
  event: Partial<AuditEvent> = {},
  ctx: RequestContext = contextAt(start),
): Promise<void> => recordAudit(prisma(), ctx, { action: 'person.signed_in', ...event });
