import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decide, signIn } from './testing/person';
import { root } from './testing/server';
import { expect, test } from './testing/test';

/** The command as it is run from a checkout, in a pseudo-terminal, with a configuration folder of its own. */
function doorcode(config: string, ...args: string[]) {
  const command = [process.execPath, join(root, 'cli/bin/doorcode.mjs'), ...args].join(' ');
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: config,
    XDG_CONFIG_HOME: config,
    TERM: 'xterm',
    COLUMNS: '100',
  };
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    env: env as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { output: () => text, exit: once(child, 'exit').then(([code]) => code as number) };
}

let config: string;
test.beforeEach(async () => {
  config = await mkdtemp(join(tmpdir(), 'doorcode-cli-'));
});
test.afterEach(() => rm(config, { recursive: true, force: true }));

async function codeOf(run: ReturnType<typeof doorcode>): Promise<string> {
  const pattern = /[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}/;
  await expect.poll(() => pattern.test(run.output())).toBe(true);
  return pattern.exec(run.output())![0];
}

test('login, Allow in the browser, whoami, health, logout', async ({ page, server }) => {
  const email = await signIn(page, server);
  const login = doorcode(config, 'login', '--server', server.url);
  await decide(page, await codeOf(login), 'Allow');
  expect(await login.exit, login.output()).toBe(0);
  expect(login.output()).toContain(`Signed in as`);
  expect((await stat(join(config, 'doorcode/sessions.json'))).mode & 0o777).toBe(0o600);

  const whoami = doorcode(config, 'whoami', '--server', server.url);
  expect(await whoami.exit).toBe(0);
  expect(whoami.output()).toContain(email);

  const health = doorcode(config, 'health', '--server', server.url);
  expect(await health.exit).toBe(0);

  await page.goto('/account');
  await expect(page.locator('main')).toContainText('Doorcode CLI');
  const logout = doorcode(config, 'logout', '--server', server.url);
  expect(await logout.exit, logout.output()).toBe(0);
  await page.reload();
  await expect(page.getByText('No device is signed in as you')).toBeVisible();
  expect(await doorcode(config, 'whoami', '--server', server.url).exit).toBe(1);
});

test('Deny in the browser ends the command with 1, and says so', async ({ page, server }) => {
  await signIn(page, server);
  const login = doorcode(config, 'login', '--server', server.url);
  await decide(page, await codeOf(login), 'Deny');
  expect(await login.exit).toBe(1);
  expect(login.output()).toMatch(/denied/i);
});
