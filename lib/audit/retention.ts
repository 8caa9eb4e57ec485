import { findSealState } from '@/lib/audit/batch-store';
import { findRetentionDays, lockRetention, setRetentionDays } from '@/lib/audit/retention-store';
import { recordAudit } from '@/lib/audit/store';
import { adminVerb } from '@/lib/authority/verb';
import { inTransaction } from '@/lib/db/transaction';

/** How long audit rows are kept, and how far they are sealed. Reads only. */
export const describeAuditLog = adminVerb('settings:read', async () => ({
  retentionDays: await findRetentionDays(),
  ...(await findSealState()),
}));

/** Keep audit rows for so many days (lib/audit/rules.ts says how many may be); null: for ever. */
export const changeRetention = adminVerb(
  'settings:write',
  (ctx, _within, days: number | null): Promise<'changed' | 'unchanged'> =>
    inTransaction(async (db) => {
      await lockRetention(db);
      const before = await findRetentionDays(db);
      if (before === days) return 'unchanged';
      await setRetentionDays(db, days);
      const detail = { days: { from: before, to: days } };
      await recordAudit(db, ctx, { action: 'audit.retention_changed', detail });
      return 'changed';
    }),
);
