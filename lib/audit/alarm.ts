import { onePerProcess } from '@/lib/process';

/** What this process found about the audit log that somebody must look into; /admin says so while it lasts. */
export type AlarmKind = 'head' | 'retention' | 'clocks';

const raised = (): Set<AlarmKind> => onePerProcess('audit alarms', () => new Set());

/** Nothing was done. It makes no sense to try again at once: what is wrong does not pass by itself. */
export class AuditAlarm extends Error {
  override name = 'AuditAlarm';
  readonly waitMs: number;
  constructor(message: string, waitMs: number) {
    super(message);
    this.waitMs = waitMs;
  }
}

/** Said on /admin from now on; to be thrown. */
export function raiseAlarm(kind: AlarmKind, message: string, waitMs: number): AuditAlarm {
  raised().add(kind);
  return new AuditAlarm(message, waitMs);
}

export const lowerAlarm = (kind: AlarmKind): void => void raised().delete(kind);

export const raisedAlarms = (): AlarmKind[] => [...raised()];
