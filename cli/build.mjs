import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = import.meta.dirname ?? dirname(fileURLToPath(import.meta.url));

/**
 * Builds cli/dist/doorcode.js with the SDK inside, from its source. What cli/package.json depends on stays outside.
 *
 * @param {{ outfile?: string }} [options]
 */
export async function buildCli({ outfile = join(here, 'dist/doorcode.js') } = {}) {
  const { dependencies } = JSON.parse(await readFile(join(here, 'package.json'), 'utf8'));
  await build({
    entryPoints: [join(here, 'main.ts')],
    outfile,
    bundle: true,
    external: Object.keys(dependencies),
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'warning',
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildCli();
