import { type Asked, askable } from '@/lib/audit/asked';
import { pathWith } from '../../query';

export const auditPath = '/admin/audit';
export const auditSettingsPath = '/admin/audit/settings';

/** The log with what is looked for; empty fields are left out. */
export const pathOfAudit = (asked: Asked, left: Record<string, string | undefined> = {}): string =>
  pathWith(auditPath, {
    ...Object.fromEntries(askable.map((name) => [name, asked[name]?.trim() || undefined])),
    ...left,
  });
