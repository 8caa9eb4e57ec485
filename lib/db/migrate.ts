import pg from 'pg';
import { WholeScriptPg } from './migrations/adapter';
import { engineMessage, everything, migrationList, openSchemaEngine } from './migrations/engine';
import { type MigrationFile, readMigrations } from './migrations/files';
import { decideMigration, type MigrationRow } from './migrations/rules';

/** The message is one sentence that says what is wrong and what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

type MigrateOptions = {
  connectionString: string;
  /** The folder `prisma/migrations`, given by the caller: a bundle does not know where it came from. */
  directory: string;
  log: (line: string) => void;
};

/** The key that Prisma's own engine locks, so that `prisma migrate deploy` waits for us too, and we for it. */
const LOCK = 72707369;

/**
 * Brings the database to this build's migrations; safe when several nodes start at once.
 * Returns the names that were applied now. Throws MigrationError.
 */
export async function migrate({ connectionString, directory, log }: MigrateOptions): Promise<string[]> {
  const files = await readMigrations(directory).catch((error) => {
    throw new MigrationError(`There are no migrations in ${directory}: restore the checkout.`, {
      cause: error,
    });
  });
  // One session does everything: it holds the lock for as long as it can change anything.
  const pool = new pg.Pool({
    connectionString,
    max: 1,
    idleTimeoutMillis: 0,
    application_name: 'doorcode-migrate',
    onConnect: (client) => lock(client, log),
  });
  // Without a listener an idle connection that breaks would end the process; the next query reports it.
  pool.on('error', () => {});
  try {
    const plan = decideMigration(files, await readRows(pool));
    if (plan.kind === 'refuse') throw new MigrationError(plan.message);
    return plan.pending.length === 0 ? [] : await apply(pool, directory, files, plan, log);
  } finally {
    await pool.end();
  }
}

async function lock(client: pg.ClientBase, log: (line: string) => void): Promise<void> {
  // A role's time limits are meant for requests, not for this wait and these scripts.
  await client.query('SET statement_timeout = 0; SET lock_timeout = 0; SET client_min_messages = warning');
  const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [LOCK]);
  if (rows[0]?.got) return;
  log('Another server is migrating this database: waiting for it');
  await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
}

async function readRows(pool: pg.Pool): Promise<MigrationRow[]> {
  const table = await pool.query<{ there: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`,
  );
  if (!table.rows[0]?.there) return [];
  const { rows } = await pool.query<MigrationRow>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}

/**
 * A script and the row that says it is finished commit together. So a row without `finished_at` (a script that
 * failed, a process killed half-way) always means that nothing of it is in the database, and it is tried again.
 */
async function apply(
  pool: pg.Pool,
  directory: string,
  files: MigrationFile[],
  plan: { pending: string[]; retry: string[] },
  log: (line: string) => void,
): Promise<string[]> {
  const queue = files.filter(({ name }) => plan.pending.includes(name));
  let current = '';
  const finish = (script: string) => {
    if (script !== queue[0]?.script) return ''; // the engine's own, such as CREATE TABLE _prisma_migrations
    current = queue.shift()?.name ?? '';
    log(`Applying the migration ${current}`);
    return `;UPDATE _prisma_migrations SET finished_at = now()
      WHERE migration_name = ${pg.escapeLiteral(current)} AND finished_at IS NULL AND rolled_back_at IS NULL`;
  };

  const engine = await openSchemaEngine(new WholeScriptPg(pool, finish));
  try {
    for (const migrationName of plan.retry) await engine.markMigrationRolledBack({ migrationName });
    const migrationsList = migrationList(directory, files);
    const done = await engine.applyMigrations({ migrationsList, filters: everything });
    return done.appliedMigrationNames;
  } catch (error) {
    throw explain(error, current);
  } finally {
    engine.free();
  }
}

function explain(error: unknown, current: string): MigrationError {
  if ((error as { code?: string }).code === 'P3005') {
    return new MigrationError(
      'The database holds tables that are not Doorcode’s: give Doorcode an empty database of its own.',
    );
  }
  const where = current === '' ? 'The migrations' : `The migration ${current}`;
  const reason = engineMessage(error);
  return new MigrationError(`${where} could not be applied and changed nothing: ${reason}`, { cause: error });
}
