/* node scripts/migrate-new.mjs NAME: writes what prisma/schema.prisma has and the migrations lack as a new migration. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, Refusal, root, step } from './steps.mjs';

try {
  const [name, schema = 'prisma/schema.prisma', directory = 'prisma/migrations'] = process.argv.slice(2);
  if (!/^[a-z][a-z0-9_]*$/.test(name ?? '')) {
    throw new Refusal(
      'Give the migration a name of lower-case letters, digits and _: node scripts/migrate-new.mjs NAME',
    );
  }
  const written = await step('Comparing the schema with the migrations', () =>
    compare({ name, schema: path.resolve(schema), directory: path.resolve(directory) }),
  );
  console.log(written ? `Written: ${path.relative(root, written)}/migration.sql` : 'Nothing has changed.');
} catch (error) {
  fail(error);
}

async function compare(options) {
  const { startEmbedded, newMigration } = await load();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'doorcode-shadow-'));
  try {
    const shadow = await startEmbedded({ dataDir, log: () => {} });
    try {
      return await newMigration({ ...options, shadow: shadow.connectionString, now: new Date() });
    } finally {
      await shadow.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Node 20 cannot load TypeScript: the two functions are bundled into node_modules, where they find their packages. */
async function load() {
  const { build } = await import('esbuild');
  const outfile = path.join(root, `node_modules/.cache/doorcode/migrate-new-${process.pid}.mjs`);
  const contents = `export { startEmbedded } from './lib/db/embedded'; export { newMigration } from './lib/db/migrations/new';`;
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
    outfile,
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile);
  }
}
