import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CatalogPg, CatalogPool } from './catalog';
import { engineMessage, everything, migrationList, openSchemaEngine } from './engine';
import { readMigrations } from './files';

type NewMigrationOptions = {
  name: string;
  /** The schema file, such as prisma/schema.prisma. */
  schema: string;
  /** The folder prisma/migrations. */
  directory: string;
  /** An empty throw-away database: the migrations so far are played into it. */
  shadow: string;
  now: Date;
};

/** Writes what the schema says and the migrations do not yet do as a new migration; its path, or null if nothing. */
export async function newMigration(options: NewMigrationOptions): Promise<string | null> {
  const { name, schema, directory, shadow, now } = options;
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, 'migration_lock.toml'), 'provider = "postgresql"\n');
  const script = await difference(schema, directory, shadow);
  if (script === null) return null;

  const stamp = now.toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const folder = path.join(directory, `${stamp}_${name}`);
  await mkdir(folder);
  await writeFile(path.join(folder, 'migration.sql'), script).catch(async (error) => {
    await rm(folder, { recursive: true });
    throw error;
  });
  return folder;
}

async function difference(schema: string, directory: string, shadow: string): Promise<string | null> {
  const pool = new CatalogPool({ connectionString: shadow });
  const engine = await openSchemaEngine(new CatalogPg(pool));
  try {
    const content = await readFile(schema, 'utf8');
    const result = await engine.diff({
      from: { tag: 'migrations', ...migrationList(directory, await readMigrations(directory)) },
      to: { tag: 'schemaDatamodel', files: [{ path: schema, content }] },
      script: true,
      exitCode: true,
      filters: everything,
    });
    // 2 means "they differ", as in the command line's --exit-code.
    return result.exitCode === 2 ? result.stdout : null;
  } catch (error) {
    throw new Error(engineMessage(error), { cause: error });
  } finally {
    engine.free();
    await pool.end();
  }
}
