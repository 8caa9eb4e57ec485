/* What the benchmark needs that is not there yet: the build, its own packages, wrk. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { prepare } from '../scripts/build.mjs';
import { hashOf, Refusal, run, stamp, step, tail } from '../scripts/steps.mjs';

const here = import.meta.dirname;

export async function prepareBench() {
  if (process.platform !== 'linux') throw new Refusal('The benchmark reads /proc: run it on Linux.');
  await prepare();
  await installPackages();
  if (!(await isThere('wrk'))) await installWrk();
}

async function installPackages() {
  const lock = hashOf(readFileSync(path.join(here, 'package-lock.json')), process.version);
  const done = stamp(path.join(here, 'node_modules/.doorcode-lock'));
  if (done.is(lock)) return;
  await step('Installing the packages of the benchmark', async () => {
    // What the outer npm says of itself would lead the inner one to the wrong folder.
    const bare = Object.fromEntries(
      Object.keys(process.env)
        .filter(isOfNpm)
        .map((name) => [name, undefined]),
    );
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    const { code, output } = await run('npm', args, { cwd: here, env: bare });
    if (code !== 0)
      throw new Refusal(`The packages of bench/ could not be installed; npm says:\n${tail(output)}`);
    done.set(lock);
  });
}

const isOfNpm = (name) => /^npm_(config_(local_prefix|prefix)|package_|lifecycle_)/.test(name);

const isThere = async (program) => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

async function installWrk() {
  await step('Installing wrk', async () => {
    const commands = 'apt-get update -qq && apt-get install -y --no-install-recommends wrk';
    const { code } = await run('sh', ['-c', commands]).catch(() => ({ code: 1 }));
    if (code !== 0)
      throw new Refusal('wrk is not installed and could not be: install it (Debian: apt-get install wrk).');
  });
}
