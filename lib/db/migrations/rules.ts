import { type MigrationFile, matchesChecksum } from './files';

/** A row of `_prisma_migrations` that was not rolled back. */
export type MigrationRow = { name: string; checksum: string; finished: boolean };

export type MigrationPlan =
  | { kind: 'refuse'; message: string }
  /** `retry`: begun earlier, never finished, and therefore undone (see apply.ts). */
  | { kind: 'apply'; pending: string[]; retry: string[] };

/** Compares what this build brings with what the database has. */
export function decideMigration(files: MigrationFile[], rows: MigrationRow[]): MigrationPlan {
  const scripts = new Map(files.map((file) => [file.name, file.script]));
  const newest = files.at(-1)?.name ?? '';
  const finished = rows.filter((row) => row.finished);

  const unknown = finished.filter((row) => !scripts.has(row.name)).map((row) => row.name);
  const newer = unknown.filter((name) => name > newest);
  if (newer.length > 0) {
    return refuse(
      `The database is newer than this build (it has the migration ${newer.join(', ')}): start the newer build, or restore a backup that fits this one.`,
    );
  }
  if (unknown.length > 0) {
    return refuse(
      `The database has the migration ${unknown.join(', ')}, which this build lacks: put its folder back into prisma/migrations.`,
    );
  }
  const edited = finished.filter((row) => !matchesChecksum(scripts.get(row.name) ?? '', row.checksum));
  if (edited.length > 0) {
    return refuse(
      `The migration ${edited.map((row) => row.name).join(', ')} was edited after this database applied it: restore the file and write the change as a new migration.`,
    );
  }

  const done = new Set(finished.map((row) => row.name));
  const retry = rows.filter((row) => !row.finished && !done.has(row.name)).map((row) => row.name);
  return { kind: 'apply', pending: files.map((file) => file.name).filter((name) => !done.has(name)), retry };
}

function refuse(message: string): MigrationPlan {
  return { kind: 'refuse', message };
}
