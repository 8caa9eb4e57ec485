import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import type { MigrationFile } from './files';

const glue = '@prisma/schema-engine-wasm/schema_engine_bg';

/** No table or enum is exempt from migrations. */
export const everything = { externalTables: [], externalEnums: [] };

let loaded: Promise<typeof import('@prisma/schema-engine-wasm')> | undefined;

/**
 * Prisma's schema engine as WebAssembly: the native one is a download that many networks refuse.
 * The package's own entry imports the .wasm file as a module, which Node 20 and 22 cannot, so it is
 * instantiated here.
 */
export async function openSchemaEngine(
  adapter: SqlMigrationAwareDriverAdapterFactory,
): Promise<SchemaEngine> {
  loaded ??= load();
  const { SchemaEngine } = await loaded;
  const quiet = () => {};
  return SchemaEngine.new({ datamodels: undefined }, quiet, bindMigrationAwareSqlAdapterFactory(adapter));
}

async function load(): Promise<typeof import('@prisma/schema-engine-wasm')> {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const folder = path.dirname(createRequire(import.meta.url).resolve(glue));
  const bytes = await readFile(path.join(folder, 'schema_engine_bg.wasm'));
  const imports = { ...(bindings as unknown as WebAssembly.ModuleImports) };
  for (const name of Object.keys(imports)) {
    // Its lock timer stays armed for 10 s after the work is done, and must not keep a process alive.
    if (name.startsWith('__wbg_setTimeout_')) {
      imports[name] = (callback: () => void, ms: number) => setTimeout(callback, ms).unref();
    }
    // Its panics look for a global of Prisma's command line, and would hide behind a TypeError.
    if (name.startsWith('__wbg_set_message_')) {
      imports[name] = () => {
        throw new Error('Prisma’s schema engine stopped on a fault of its own.');
      };
    }
  }
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': imports });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return bindings;
}

/** The migrations in the engine's own words. */
export function migrationList(directory: string, files: MigrationFile[]): MigrationList {
  return {
    baseDir: directory,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: files.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
    })),
  };
}

/** The engine's errors carry a Rust trace below their first lines: only the sentence is for people. */
export function engineMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split('\n').filter((line) => line !== 'external connector error');
  const trace = lines.findIndex((line) => /^\s+\d+: /.test(line));
  return (trace < 0 ? lines : lines.slice(0, trace)).join(' ').replaceAll(/\s+/g, ' ').trim();
}
