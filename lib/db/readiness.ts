import { runStatement } from '@/lib/db/pool';
import { OAuthError } from '@/lib/oauth/errors';
import { onePerProcess } from '@/lib/process';

/** The newest migration of this build, which boot writes down; null where Next.js runs alone. */
const expectedMigration = () =>
  onePerProcess<{ name: string | null }>('newest-migration', () => ({ name: null }));

export const setExpectedMigration = (name: string | null): void => {
  expectedMigration().name = name;
};

/** Does the database answer, with this build's migrations? Rejects, which is 503, when not. */
export async function checkReadiness(): Promise<{ status: 'ok'; database: 'ok'; migrations: 'ok' }> {
  const expected = expectedMigration().name;
  const rows = await runStatement<{ migrated: boolean }>(
    'check_readiness',
    `SELECT $1::text IS NULL OR EXISTS (
       SELECT FROM _prisma_migrations WHERE migration_name = $1 AND finished_at IS NOT NULL AND rolled_back_at IS NULL
     ) AS migrated`,
    [expected],
  );
  if (!rows[0]?.migrated)
    throw new OAuthError('temporarily_unavailable', 'The database has not been migrated yet.', {
      retryAfterSeconds: 2,
    });
  return { status: 'ok', database: 'ok', migrations: 'ok' };
}
