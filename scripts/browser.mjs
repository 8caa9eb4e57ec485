/* A Chromium for the browser tests: one that is installed, or one that the system's package manager brings. */
import './node-version.mjs';
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fail, Refusal, run, step, tail } from './steps.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Where they stand on systems that do not put them on the PATH. */
const usual = [
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/usr/lib/chromium/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** What each package manager needs to bring a Chromium. The first that is there is used. */
const managers = [
  {
    program: 'apt-get',
    commands: [
      ['apt-get', 'update', '-q'],
      ['apt-get', 'install', '-q', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'],
    ],
  },
  { program: 'dnf', commands: [['dnf', 'install', '-y', 'chromium']] },
  { program: 'apk', commands: [['apk', 'add', '--no-cache', 'chromium', 'ttf-liberation']] },
  { program: 'pacman', commands: [['pacman', '-Sy', '--noconfirm', 'chromium']] },
  { program: 'brew', commands: [['brew', 'install', '--cask', 'chromium']], asUser: true },
];

/** The path of a Chromium that runs. Installs one where it may; else throws a Refusal. */
export async function browser() {
  const found = await findBrowser();
  if (found) return found;
  await install();
  const installed = await findBrowser();
  if (installed) return installed;
  throw none();
}

async function findBrowser() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (await works(given)) return given;
    throw new Refusal(`CHROMIUM_PATH names ${given}, which does not run: correct it, or unset it.`);
  }
  for (const candidate of [...onPath(names), ...usual, ...fromPlaywright()]) {
    if (await works(candidate)) return candidate;
  }
  return null;
}

function onPath(wanted) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return wanted.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

/** Browsers that Playwright downloaded, newest first. */
function fromPlaywright() {
  const mac = process.platform === 'darwin';
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    path.join(homedir(), mac ? 'Library/Caches/ms-playwright' : '.cache/ms-playwright');
  const inside = mac
    ? [
        'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
        'chrome-mac-arm64/Chromium.app/Contents/MacOS/Chromium',
      ]
    : ['chrome-linux/chrome', 'chrome-linux64/chrome'];
  const revision = (name) => Number(name.split('-').at(-1));
  return list(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => revision(b) - revision(a))
    .flatMap((name) => inside.map((file) => path.join(cache, name, file)));
}

function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Ubuntu has a script of this name that only says what to install, so the file must also run. */
async function works(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile() && (await run(file, ['--version'])).code === 0;
  } catch {
    return false;
  }
}

async function install() {
  const manager = managers.find(({ program }) => onPath([program]).some(isThere));
  if (!manager) throw none();
  const prefix = manager.asUser || process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (prefix.length > 0 && (await run('sudo', ['-n', 'true']).catch(() => ({ code: 1 }))).code !== 0)
    throw none();
  await step(`Installing Chromium (${manager.program})`, async () => {
    for (const command of manager.commands) {
      const [program, ...args] = [...prefix, ...command];
      const result = await run(program, args, { env: { DEBIAN_FRONTEND: 'noninteractive' } });
      if (result.code !== 0)
        throw new Refusal(`${none().message} ${manager.program} says:\n${tail(result.output, 10)}`);
    }
  });
}

function isThere(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function none() {
  return new Refusal(
    'The browser tests need Chromium or Chrome: install one (on Debian: apt-get install chromium), or set CHROMIUM_PATH to one.',
  );
}

if (process.argv[1] === import.meta.filename) await browser().then(console.log, fail);
