import { shortestRetentionDays } from '@/lib/audit/rules';
import { type Db, prisma } from '@/lib/db/prisma';

const key = 'audit.retention_days';

/** How many days audit rows are kept; null: for ever. Never fewer than may be, whatever somebody wrote there. */
export async function findRetentionDays(db: Db = prisma()): Promise<number | null> {
  const row = await db.setting.findUnique({ where: { key } });
  return row ? Math.max(shortestRetentionDays, Number(row.value) || 0) : null;
}

export async function setRetentionDays(db: Db, days: number | null): Promise<void> {
  if (days === null) await db.setting.deleteMany({ where: { key } });
  else
    await db.setting.upsert({
      where: { key },
      create: { key, value: String(days) },
      update: { value: String(days) },
    });
}

/** Until this transaction ends nobody else changes it. */
export async function lockRetention(db: Db): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('doorcode audit retention'))`;
}
