import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Answer, approved, held, longPollMetadata, pending } from '../sdk/testing/fake-server.js';
import { startFakeServer, temporaryDirectory } from '../sdk/testing/setting.js';
import { start, useBuiltCli } from './testing/run-cli.js';

const cli = useBuiltCli();

// util-linux's script(1) gives a program a terminal; the one of BSD and macOS has other options.
const hasScript = /util-linux/.test(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '');

/** Runs the command on a terminal of its own. What it shows is the run's stdout. */
async function onTerminal(args: string, { columns = 100, env = {} as Record<string, string> } = {}) {
  const fake = await startFakeServer();
  fake.script.device = { interval: 0.01 };
  fake.script.polls = [pending];
  const home = temporaryDirectory();
  const command = `stty cols ${columns} rows 50; exec "${process.execPath}" "${cli.path}" ${args}`;
  const again = () =>
    start('script', ['-qefc', command, '/dev/null'], home, {
      DOORCODE_SERVER_URL: fake.url,
      TERM: 'xterm-256color',
      SHELL: '/bin/sh',
      ...env,
    });
  return { fake, home, run: again(), again };
}

describe.skipIf(!hasScript)('on a terminal', () => {
  test('login shows a QR code, the code and a countdown, and clears up behind itself', async () => {
    const { fake, run } = await onTerminal('login');
    await run.shows('left');
    fake.script.polls = [approved];
    expect(await run.exit).toBe(0);
    expect(run.stdout).toContain('\x1b[1mWDJB-MJHT\x1b[22m');
    expect(run.stdout).toContain('\x1b[30;107m');
    expect(run.stdout).toMatch(/[▀▄█]{5}/);
    expect(run.stdout).toMatch(/Waiting for you to allow it · \d+:\d\d left/);
    expect(run.stdout).toContain('Signed in as \x1b[1mAda Lovelace (ada@example.com)\x1b[22m.');
    expect(run.stdout.lastIndexOf('\x1b[?25h')).toBeGreaterThan(run.stdout.lastIndexOf('\x1b[?25l'));
    expect(run.stdout).not.toContain('press Enter');
  });

  test('the countdown goes on while the server holds a poll', async () => {
    const { fake, run } = await onTerminal('login');
    Object.assign(fake.script.metadata, longPollMetadata);
    let allow = () => {};
    const decision = new Promise<Answer>((resolve) => {
      allow = () => resolve(held(approved));
    });
    fake.script.polls = [() => decision];
    const timesShown = () => new Set(run.stdout.match(/\d+:\d\d left/g)).size;
    await expect.poll(timesShown, { timeout: 20_000 }).toBeGreaterThan(1);
    allow();
    expect(await run.exit).toBe(0);
    expect(fake.to('/oauth2/token')).toHaveLength(1);
  });

  test('a terminal that nobody sized is as good as any', async () => {
    const { fake, run } = await onTerminal('login', { columns: 0 });
    await run.shows('left');
    fake.script.polls = [approved];
    expect(await run.exit).toBe(0);
    expect(run.stdout).toContain('Signed in as');
  });

  test('Ctrl-C ends with 130 and a visible cursor', async () => {
    const { run } = await onTerminal('login');
    await run.shows('left');
    run.process.stdin?.write('\x03');
    expect(await run.exit).toBe(130);
    expect(run.stdout.lastIndexOf('\x1b[?25h')).toBeGreaterThan(run.stdout.lastIndexOf('\x1b[?25l'));
  });

  test('Enter opens the link in the browser of this machine, as one argument', async () => {
    const folder = temporaryDirectory();
    const browser = join(folder, 'browser');
    const opened = join(folder, 'opened');
    writeFileSync(
      browser,
      `#!/bin/sh\nprintf '%s\\n' "$#" "$1" > '${opened}.part'; mv '${opened}.part' '${opened}'\n`,
      {
        mode: 0o755,
      },
    );
    const { fake, run } = await onTerminal('login', {
      // Without data folders xdg-open knows no desktop's browser, and takes this one.
      env: { DISPLAY: ':9', BROWSER: browser, XDG_DATA_HOME: folder, XDG_DATA_DIRS: folder },
    });
    await run.shows('press Enter to open the browser');
    run.process.stdin?.write('\r');
    await run.shows('opening your browser');
    await expect.poll(() => readFileSync(opened, 'utf8')).toBe(`1\n${fake.url}/device?user_code=WDJB-MJHT\n`);
    fake.script.polls = [approved];
    expect(await run.exit).toBe(0);
  });

  test.each([
    ['--no-browser', {}],
    ['', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }],
    ['', { CI: 'true' }],
  ])('offers no browser with %j %j', async (option, more) => {
    const { fake, run } = await onTerminal(`login ${option}`, {
      env: { DISPLAY: ':9', BROWSER: 'false', ...more },
    });
    await run.shows('left');
    fake.script.polls = [approved];
    await run.exit;
    expect(run.stdout).not.toContain('press Enter');
  });

  test('a narrow terminal gets no QR code, NO_COLOR no colour', async () => {
    const { fake, run } = await onTerminal('login', { columns: 30, env: { NO_COLOR: '1' } });
    await run.shows('left');
    fake.script.polls = [approved];
    await run.exit;
    expect(run.stdout).toContain('WDJB-MJHT');
    expect(run.stdout).not.toMatch(/[▀▄█]{5}/);
    expect(run.stdout.split('\x1b').filter((rest) => /^\[[\d;]*m/.test(rest))).toEqual([]);
  });

  test('a terminal that can do nothing gets plain lines', async () => {
    const { fake, run } = await onTerminal('login', { env: { TERM: 'dumb' } });
    await run.shows('Waiting.');
    fake.script.polls = [approved];
    await run.exit;
    expect(run.stdout).not.toContain('\x1b');
  });

  test('who is signed in is asked before signing in again', async () => {
    const { fake, run, again } = await onTerminal('login');
    fake.script.polls = [approved];
    await run.exit;
    const second = again();
    await second.shows('Sign in again?');
    second.process.stdin?.write('n');
    expect(await second.exit).toBe(0);
    const third = again();
    await third.shows('Sign in again?');
    third.process.stdin?.write('\x03');
    expect(await third.exit).toBe(130);
    expect(fake.to('/oauth2/device_authorization')).toHaveLength(1);
  });
});
