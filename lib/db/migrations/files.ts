import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** One folder of `prisma/migrations`: its name orders it, its script changes the database. */
export type MigrationFile = { name: string; script: string };

/** Reads every migration of a directory, oldest first. A folder without a script is an error: half a migration. */
export async function readMigrations(directory: string): Promise<MigrationFile[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      script: await readFile(path.join(directory, name, 'migration.sql'), 'utf8'),
    })),
  );
}

/** What Prisma stores in `_prisma_migrations.checksum`: SHA-256 of the script, hex. */
export function checksum(script: string): string {
  return createHash('sha256').update(script).digest('hex');
}

/** A checkout with Windows line ends is the same migration. */
export function matchesChecksum(script: string, stored: string): boolean {
  const unix = script.replaceAll('\r\n', '\n');
  return [script, unix, unix.replaceAll('\n', '\r\n')].some((form) => checksum(form) === stored);
}
