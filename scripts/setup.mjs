/* Packages and the generated Prisma client: whatever a fresh clone lacks, and nothing when it lacks nothing. */
import './node-version.mjs';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { withCheckoutLock } from './checkout-lock.mjs';
import { fail, hashOf, Refusal, root, run, stamp, step, tail } from './steps.mjs';

const at = (...parts) => path.join(root, ...parts);

export async function setup() {
  await installPackages();
  await generateClient();
}

async function installPackages() {
  const lock = hashOf(readFileSync(at('package-lock.json')), process.platform, process.arch);
  // npm ci begins by removing node_modules, and the stamp with it.
  const done = stamp(at('node_modules/.doorcode-lock'));
  if (done.is(lock)) return;
  await step('Installing packages', async () => {
    const args = [
      ...['ci', '--ignore-scripts', '--no-audit', '--no-fund'],
      // Whatever npm is configured to leave out: the build needs the optional packages, the tests the development ones.
      ...['--include=dev', '--include=optional'],
      // A registry that is away is told within seconds; npm's own pauses add up to more than a minute.
      ...['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'],
    ];
    const result = await npm(args);
    if (result.code !== 0) throw explainInstall(result.output);
    done.set(lock);
  });
}

/** The npm that started us, else the one on the PATH. */
function npm(args) {
  const script = process.env.npm_execpath;
  const own = script?.endsWith('npm-cli.js') ? [process.execPath, [script, ...args]] : ['npm', args];
  return run(own[0], own[1], { env: { npm_config_loglevel: 'error' } }).catch((error) => {
    if (error.code === 'ENOENT')
      throw new Refusal('npm is not on the PATH: install Node.js together with npm.');
    throw error;
  });
}

const unreachable =
  /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|EAI_AGAIN|ERR_SOCKET_TIMEOUT|UNABLE_TO_[A-Z_]+|SELF_SIGNED_CERT[A-Z_]*|E40[13]|E5\d\d)\b/;

function explainInstall(output) {
  const code = unreachable.exec(output)?.[1];
  if (code) {
    return new Refusal(
      `The npm registry cannot be reached or refuses (${code}): connect this machine to it, or set npm's "registry" to one that it can reach, and start again.`,
    );
  }
  if (/\bENOSPC\b/.test(output))
    return new Refusal(`The disk that holds ${root} is full: free some space and start again.`);
  if (/\b(EACCES|EPERM|EROFS)\b/.test(output)) {
    return new Refusal(
      `${at('node_modules')} is not writable by this account: start as its owner, or clone to a place of your own.`,
    );
  }
  if (/\bEUSAGE\b/.test(output)) {
    return new Refusal(
      'package-lock.json does not fit package.json: run "npm install", or check out both files again.',
    );
  }
  return new Refusal(`The packages could not be installed; npm says:\n${tail(output)}`);
}

async function generateClient() {
  if (!existsSync(at('prisma/schema.prisma'))) return;
  const { version } = JSON.parse(readFileSync(at('node_modules/prisma/package.json'), 'utf8'));
  const inputs = hashOf(version, readFileSync(at('prisma/schema.prisma')));
  const done = stamp(at('node_modules/.cache/doorcode/prisma-client'));
  if (done.is(inputs) && existsSync(at('lib/db/generated/client.ts'))) return;
  await step('Generating the Prisma client', async () => {
    const { code, output } = await run(
      process.execPath,
      [at('node_modules/prisma/build/index.js'), 'generate'],
      {
        env: {
          // Prisma would download its engine, which "generate" does not use: any file that exists will do.
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
          CHECKPOINT_DISABLE: '1',
        },
      },
    );
    if (code !== 0) throw new Refusal(`The Prisma client could not be generated:\n${tail(output)}`);
    done.set(inputs);
  });
}

if (process.argv[1] === import.meta.filename) await withCheckoutLock(setup).catch(fail);
