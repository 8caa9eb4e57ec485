/* What the benchmark takes from the project itself: bundled, since Node 20 cannot load TypeScript. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export const root = path.resolve(import.meta.dirname, '../..');
/** Logs, data and whatever else a run leaves; never committed. */
export const runFolder = path.join(root, 'bench/run');

/** Imports the exports that `contents` lists, with paths from the root of the project. */
export async function loadProject(contents) {
  const { build } = await import('esbuild');
  // There the bundle finds the project's packages.
  const outfile = path.join(root, `node_modules/.cache/doorcode/bench-${process.pid}-${count++}.mjs`);
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    ...{ bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error', outfile },
    tsconfig: path.join(root, 'tsconfig.json'),
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile);
  }
}
let count = 0;
