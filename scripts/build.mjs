/* Everything that is compiled, each part only when its sources changed. Also `npm run build`. */
import './node-version.mjs';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { withCheckoutLock } from './checkout-lock.mjs';
import { setup } from './setup.mjs';
import { hashSources } from './sources.mjs';
import { fail, Refusal, root, run, stamp, step, tail } from './steps.mjs';

const at = (...parts) => path.join(root, ...parts);
const common = ['package-lock.json', 'tsconfig.json', 'prisma/schema.prisma'];

const parts = [
  {
    name: 'sdk',
    title: 'Building the SDK',
    sources: ['sdk', ...common],
    entry: 'sdk/build.mjs',
    output: 'sdk/dist',
    make: async () => (await import(pathToFileURL(at('sdk/build.mjs')).href)).buildSdk(),
  },
  {
    name: 'cli',
    title: 'Building the CLI',
    sources: ['cli', 'sdk', ...common],
    entry: 'cli/build.mjs',
    output: 'cli/dist',
    make: async () => (await import(pathToFileURL(at('cli/build.mjs')).href)).buildCli(),
  },
  {
    name: 'server',
    title: 'Building the server',
    sources: ['server', 'app', 'components', 'lib', ...common],
    entry: 'server/main.ts',
    output: 'dist/server/main.js',
    make: buildServer,
  },
  {
    name: 'browser',
    title: 'Building the scripts of the pages',
    sources: ['browser', ...common],
    entry: 'browser',
    output: 'dist/browser/passkey.js',
    make: buildBrowser,
  },
  {
    name: 'pages',
    title: 'Building the pages',
    sources: ['app', 'components', 'lib', 'public', 'next.config.mjs', 'postcss.config.mjs', ...common],
    entry: 'app',
    output: '.next/BUILD_ID',
    make: buildPages,
  },
];

/** Needs setup() before. */
export async function build() {
  for (const { name, title, sources, entry, output, make } of parts) {
    if (!existsSync(at(entry))) continue;
    const done = stamp(at('dist/.stamps', name));
    const hash = hashSources(sources);
    if (done.is(hash) && existsSync(at(output))) continue;
    await step(title, async () => {
      await make();
      done.set(hash);
    });
  }
}

/** Packages, generated code and build: what every command needs before its own work. */
export function prepare() {
  return withCheckoutLock(async () => {
    await setup();
    await build();
  });
}

async function buildServer() {
  const options = {
    absWorkingDir: root,
    entryPoints: [
      'server/main.ts',
      'server/rotate-keys.ts',
      'server/reset-factors.ts',
      'server/reset-sign-in.ts',
      'server/verify-audit.ts',
    ],
    outdir: 'dist/server',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    tsconfig: 'tsconfig.json',
    logLevel: 'silent',
  };
  await compile('The server does', options);
}

/** The scripts that pages ask for by name; the server finds out their versions. */
async function buildBrowser() {
  await compile('The scripts of the pages do', {
    absWorkingDir: root,
    entryPoints: ['browser/passkey.ts', 'browser/live.ts'],
    outdir: 'dist/browser',
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2020',
    tsconfig: 'tsconfig.json',
    logLevel: 'silent',
  });
}

async function compile(what, options) {
  const esbuild = await import('esbuild');
  await esbuild.build(options).catch(async ({ errors = [], message }) => {
    const lines = await esbuild.formatMessages(errors, { kind: 'error' });
    throw new Refusal(`${what} not compile:\n${lines.join('') || message}`);
  });
}

async function buildPages() {
  const { code, output } = await run(process.execPath, [at('node_modules/next/dist/bin/next'), 'build'], {
    env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
  });
  if (code !== 0) throw new Refusal(`The pages do not build:\n${tail(output, 60)}`);
}

if (process.argv[1] === import.meta.filename) await prepare().catch(fail);
