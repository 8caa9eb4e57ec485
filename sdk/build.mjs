import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const here = import.meta.dirname ?? dirname(fileURLToPath(import.meta.url));

/** Builds sdk/dist for publishing: index.js and the declarations. The CLI does not need it: it bundles the source. */
export async function buildSdk() {
  await build({
    entryPoints: [join(here, 'index.ts')],
    outfile: join(here, 'dist/index.js'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'warning',
  });
  const typescript = dirname(fileURLToPath(import.meta.resolve('typescript/package.json')));
  await promisify(execFile)(process.execPath, [
    join(typescript, 'bin/tsc'),
    '-p',
    join(here, 'tsconfig.build.json'),
  ]);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildSdk();
