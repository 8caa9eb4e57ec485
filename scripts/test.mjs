/* npm test [filter…]: whatever a fresh clone lacks, then every check and test; a failing part does not hide the next. */
import './node-version.mjs';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { browser } from './browser.mjs';
import { build } from './build.mjs';
import { withCheckoutLock } from './checkout-lock.mjs';
import { setup } from './setup.mjs';
import { fail, passSignals, Refusal, root } from './steps.mjs';
import { countPlaywright, countVitest } from './test-counts.mjs';
import { openScratch } from './test-scratch.mjs';

const at = (...parts) => path.join(root, ...parts);
const filters = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

/** Set by Ctrl-C: the part that runs ends itself, and no other begins. */
let ended = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (ended = true));

const scratch = await openScratch();
try {
  await all();
} catch (error) {
  // Without its packages nothing can run.
  count('set-up', { passed: 0, failed: 1, skipped: 0 });
  fail(error);
} finally {
  await scratch.close();
}
if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}`);
const { passed, failed, skipped } = total;
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

async function all() {
  const built = await withCheckoutLock(async () => {
    await setup();
    return attempt('build', build);
  });
  // A filter names tests: the checks of the whole repository are left out.
  if (filters.length === 0) {
    await check('biome', [at('node_modules/@biomejs/biome/bin/biome'), 'check', '.']);
    await check('tsc', [at('node_modules/typescript/bin/tsc'), '--noEmit']);
  }
  await vitest();
  if (!existsSync(at('playwright.config.ts'))) return;
  const chromium = await attempt('browser', browser);
  if (chromium !== undefined && built !== undefined) await playwright(chromium);
}

/** A preparation: silent in the counts when it works, one failure when it does not. */
async function attempt(name, work) {
  try {
    return (await work()) ?? true;
  } catch (error) {
    count(name, { passed: 0, failed: 1, skipped: 0 });
    console.error(error instanceof Refusal ? error.message : error);
    return undefined;
  }
}

async function check(name, command) {
  heading(name);
  const ok = (await show(command)) === 0;
  count(name, { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });
}

async function vitest() {
  heading('vitest');
  const report = scratch.file('vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = filters.length > 0 ? ['--passWithNoTests', ...filters] : [];
  const code = await show([at('node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...args]);
  count('vitest', countVitest(report, code));
}

async function playwright(chromium) {
  heading('playwright');
  const report = scratch.file('playwright.json');
  const args = filters.length > 0 ? ['--pass-with-no-tests', ...filters] : [];
  const code = await show(
    [at('node_modules/@playwright/test/cli.js'), 'test', '--reporter=list,json', ...args],
    {
      CHROMIUM_PATH: chromium,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    },
  );
  count('playwright', countPlaywright(report, code));
}

function heading(name) {
  console.log(`\n── ${name}`);
}

function count(name, result) {
  for (const key of Object.keys(total)) total[key] += result[key];
  if (result.failed > 0) failures.push(name, ...(result.names ?? []).map((test) => `  ${test}`));
}

/** Runs one of Node's programs with its output straight to the terminal; answers its exit code. */
function show(command, env = {}) {
  return new Promise((resolve) => {
    if (ended) return resolve(1);
    const child = spawn(process.execPath, command, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...scratch.environment(), ...env },
    });
    passSignals(child);
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}
