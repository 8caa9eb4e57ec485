import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  approved,
  type FakeServer,
  held,
  longPollMetadata,
  oauthError,
  pending,
} from '../sdk/testing/fake-server.js';
import { startFakeServer, temporaryDirectory } from '../sdk/testing/setting.js';
import packageJson from './package.json';
import { type Run, start, useBuiltCli } from './testing/run-cli.js';

const cli = useBuiltCli();

/** A fake server, an empty home, and the command pointed at both. */
async function setting() {
  const fake = await startFakeServer();
  fake.script.device = { interval: 0.01 };
  const home = temporaryDirectory();
  const startCli = (args: string[], env: Record<string, string> = {}) =>
    start(process.execPath, [cli.path, ...args], home, { DOORCODE_SERVER_URL: fake.url, ...env });
  const run = async (...args: string[]): Promise<Run & { code: number | null }> => {
    const running = startCli(args);
    return Object.assign(running, { code: await running.exit });
  };
  return { fake, home, run, startCli, file: join(home, 'doorcode/sessions.json') };
}

/** Rewrites the stored login. */
function changeSession(file: string, server: FakeServer, change: object) {
  const content = JSON.parse(readFileSync(file, 'utf8'));
  Object.assign(content.sessions[server.url], change);
  writeFileSync(file, JSON.stringify(content));
}

// The end of a sequence that would reach the terminal: nothing but text and line ends may be there.
const DECORATION = /[^\P{Cc}\n]/u;

describe('doorcode login', () => {
  test('shows code and link, waits, and says who is signed in, in plain lines', async () => {
    const { fake, file, run } = await setting();
    fake.script.polls = [pending, pending, approved];
    const { code, stdout, stderr } = await run('login');
    expect(stderr.split('\n')).toEqual([
      `To sign in, open ${fake.url}/device and enter the code WDJB-MJHT`,
      `Or open ${fake.url}/device?user_code=WDJB-MJHT`,
      'Waiting. The code is valid for 10 minutes.',
      'Signed in as Ada Lovelace (ada@example.com).',
      '',
    ]);
    expect(stdout).toBe('');
    expect(code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(fake.to('/oauth2/device_authorization')[0]).toMatchObject({
      userAgent: `doorcode-cli/${packageJson.version} (${process.platform})`,
      form: { client_id: 'doorcode-cli', scope: 'openid profile email', client_version: packageJson.version },
    });
  });

  test('asks as the client, for the scopes and the organization that are named', async () => {
    const { fake, run } = await setting();
    await run('login', '--client-id', 'acme', '--scope', 'deploy', '--organization', 'north');
    expect(fake.to('/oauth2/device_authorization')[0]?.form).toMatchObject({
      client_id: 'acme',
      scope: 'deploy',
      organization: 'north',
    });
  });

  test('--json tells programs what happens, and no token', async () => {
    const { fake, run } = await setting();
    const { stdout } = await run('login', '--json');
    const events = stdout.trim().split('\n');
    expect(events.map((line) => JSON.parse(line))).toEqual([
      {
        event: 'code',
        user_code: 'WDJB-MJHT',
        verification_uri: `${fake.url}/device`,
        verification_uri_complete: `${fake.url}/device?user_code=WDJB-MJHT`,
        expires_at: expect.stringMatching(/Z$/),
      },
      {
        event: 'signed_in',
        sub: 'usr_1',
        name: 'Ada Lovelace',
        email: 'ada@example.com',
        server: fake.url,
      },
    ]);
    expect(stdout).not.toContain('dc_');
  });

  test('a denial, an expiry and a refusal end with one sentence and exit code 1', async () => {
    const { fake, file, run } = await setting();
    fake.script.polls = [oauthError('access_denied')];
    const denied = await run('login');
    expect(denied.stderr).toMatch(/\nYou denied this sign-in\.\n$/);
    fake.script.polls = [oauthError('expired_token')];
    const expired = await run('login');
    expect(expired.stderr).toContain(
      `\nThe code has expired. Run again: doorcode login --server ${fake.url}\n`,
    );
    fake.script.polls = [oauthError('invalid_grant')];
    const refused = await run('login');
    expect(refused.stderr).toContain(`\n${fake.url} refused with "invalid_grant"\n`);
    expect([denied.code, expired.code, refused.code]).toEqual([1, 1, 1]);
    expect(existsSync(file)).toBe(false);
  });

  test('a server that can not be reached is named', async () => {
    const { fake, run } = await setting();
    await fake.close();
    const { code, stderr } = await run('login');
    expect(stderr).toBe(`Could not reach ${fake.url} (ECONNREFUSED).\n`);
    expect(code).toBe(1);
  });

  test('who is signed in stays so, unless --force; the login that is replaced is ended', async () => {
    const { fake, run } = await setting();
    await run('login');
    const again = await run('login');
    expect(again.stderr).toContain('You are already signed in at');
    expect(again.stderr).toContain('as Ada Lovelace (ada@example.com)');
    expect(again.code).toBe(0);
    expect(fake.to('/oauth2/device_authorization')).toHaveLength(1);
    expect((await run('login', '--force')).stderr).toContain('Signed in as');
    expect(fake.to('/oauth2/revoke').map(({ form }) => form.token)).toEqual(['dc_rt_0']);
  });

  test('a login that the server has ended is no obstacle to the next', async () => {
    const { fake, file, run } = await setting();
    await run('login');
    changeSession(file, fake, { expiresAt: 1, refreshToken: 'dc_rt_revoked' });
    expect((await run('login')).stderr).toContain('Signed in as');
  });

  test('a hostile server reaches neither the terminal nor a browser', async () => {
    const { fake, run } = await setting();
    const attack = '\x1b]0;owned\x07\x9b2J\u202E\r';
    fake.script.device = { interval: 0.01, user_code: `AB${attack}CD` };
    fake.script.userinfo = { body: { sub: '1', name: `Ada${attack}`, email: `${attack}a@b.example` } };
    const { stderr } = await run('login');
    expect(stderr).toMatch(/Signed in as Ada \(a@b.example\)/);
    expect(stderr).not.toMatch(DECORATION);
    expect(stderr).not.toContain('\u202E');
    expect((await run('whoami')).stdout).not.toMatch(DECORATION);

    for (const link of ['javascript:alert(1)', 'file:///etc/passwd', '\x1b[2Jhttps://x.example']) {
      fake.script.device = { verification_uri: link };
      const refused = await run('login', '--force');
      expect(refused.stderr).toBe(`${fake.url} sent a link that is not http or https.\n`);
      expect(refused.code).toBe(1);
    }
  });

  test('plain http to another machine is refused before anything is sent', async () => {
    const { run } = await setting();
    const { code, stderr } = await run('login', '--server', 'http://login.example.com');
    expect(stderr).toContain('http://login.example.com/ is not https');
    expect(code).toBe(1);
  });

  test.skipIf(process.platform === 'win32')('Ctrl-C leaves at once with 130', async () => {
    const { fake, file, startCli } = await setting();
    fake.script.polls = [pending];
    const running = startCli(['login']);
    await running.shows('Waiting.');
    running.process.kill('SIGINT');
    expect(await running.exit).toBe(130);
    expect(existsSync(file)).toBe(false);
  });

  test('a server that holds the poll is waited for in the same words', async () => {
    const { fake, run } = await setting();
    Object.assign(fake.script.metadata, longPollMetadata);
    fake.script.polls = [held(pending), held(approved)];
    const { code, stderr } = await run('login');
    expect(stderr.split('\n').slice(2)).toEqual([
      'Waiting. The code is valid for 10 minutes.',
      'Signed in as Ada Lovelace (ada@example.com).',
      '',
    ]);
    expect(code).toBe(0);
    expect(fake.to('/oauth2/token').map(({ prefer }) => prefer)).toEqual(['wait=25', 'wait=25']);
  });

  test.skipIf(process.platform === 'win32')('Ctrl-C leaves a poll that is held, at once', async () => {
    const { fake, startCli } = await setting();
    Object.assign(fake.script.metadata, longPollMetadata);
    fake.script.polls = [
      () => {
        running.process.kill('SIGINT');
        return new Promise<never>(() => {});
      },
    ];
    const running = startCli(['login']);
    expect(await running.exit).toBe(130);
  });
});

describe('doorcode whoami', () => {
  test('prints who is signed in, where and until when, on stdout', async () => {
    const { fake, run } = await setting();
    await run('login');
    const { code, stdout, stderr } = await run('whoami');
    expect(stdout).toMatch(/^Name {4}Ada Lovelace\nE-mail {2}ada@example\.com\nID {6}usr_1\nServer {2}http/);
    expect(stdout).toMatch(/\nAccess {2}for 1 hour, until 20.*Z, then renewed by itself\n$/);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse((await run('whoami', '--json')).stdout)).toEqual({
      sub: 'usr_1',
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      server: fake.url,
      client_id: 'doorcode-cli',
      expires_at: expect.stringMatching(/Z$/),
    });
  });

  test('says when the sign-in ends at the latest, where the server told', async () => {
    const { fake, run } = await setting();
    fake.script.polls = [{ body: { ...approved.body, refresh_expires_in: 86_400 } }];
    await run('login');
    expect((await run('whoami')).stdout).toMatch(/\nSign-in until 20.*Z at the latest\n$/);
    expect(JSON.parse((await run('whoami', '--json')).stdout)).toMatchObject({
      session_expires_at: expect.stringMatching(/Z$/),
    });
  });

  test('a login without "openid" is one too, of somebody whom the server does not name', async () => {
    const { fake, run } = await setting();
    fake.script.userinfo = { status: 403 };
    expect((await run('login', '--scope', 'deploy')).stderr).toContain('\nSigned in.\n');
    const { code, stdout } = await run('whoami');
    expect(stdout).toMatch(/^Server .*\nAccess .*\n$/);
    expect(code).toBe(0);
  });

  test('not signed in: says what to run, exit code 1', async () => {
    const { fake, run } = await setting();
    const { code, stdout, stderr } = await run('whoami');
    expect(stderr).toBe(`You are not signed in at ${fake.url}. Run: doorcode login --server ${fake.url}\n`);
    expect([code, stdout]).toEqual([1, '']);
  });

  test('five processes that have to refresh do it once', async () => {
    const { fake, file, run } = await setting();
    await run('login');
    changeSession(file, fake, { expiresAt: Date.now() + 30_000 });
    const runs = await Promise.all(Array.from({ length: 5 }, () => run('whoami')));
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(Array(5).fill([0, '']));
    expect(fake.refreshes).toBe(1);
    expect(readFileSync(file, 'utf8')).toContain('dc_rt_1');
  });

  test('an access token that the server has taken back is refreshed', async () => {
    const { fake, run } = await setting();
    await run('login');
    fake.script.userinfo = { status: 401 };
    expect((await run('whoami')).code).toBe(1);
    expect(fake.refreshes).toBe(1);
  });

  test('a session that was ended elsewhere is forgotten, and said so', async () => {
    const { fake, file, run } = await setting();
    await run('login');
    Object.assign(fake.script, { userinfo: { status: 401 }, refresh: oauthError('invalid_grant') });
    const { code, stderr } = await run('whoami');
    expect(stderr).toBe(`This sign-in has ended at ${fake.url}. Run: doorcode login --server ${fake.url}\n`);
    expect(code).toBe(1);
    expect(readFileSync(file, 'utf8')).not.toContain('dc_');
  });

  test('a server that is down does not sign anybody out', async () => {
    const { fake, file, run } = await setting();
    await run('login');
    changeSession(file, fake, { expiresAt: 1 });
    fake.script.refresh = { status: 503 };
    const { code, stderr } = await run('whoami');
    expect(stderr).toBe(`${fake.url} is not available now (HTTP 503).\n`);
    expect(code).toBe(1);
    expect(readFileSync(file, 'utf8')).toContain('dc_rt_0');
  });

  test('a damaged session file is named and left as it is', async () => {
    const { home, file, run } = await setting();
    mkdirSync(join(home, 'doorcode'), { mode: 0o700 });
    writeFileSync(file, '{oops', { mode: 0o600 });
    for (const command of ['whoami', 'logout', 'login']) {
      const { code, stderr } = await run(command);
      expect(stderr).toContain(`${file} is damaged`);
      expect(code).toBe(1);
    }
    expect(readFileSync(file, 'utf8')).toBe('{oops');
  });
});

describe('doorcode logout', () => {
  test('ends the session at the server, then forgets it', async () => {
    const { fake, file, run } = await setting();
    await run('login');
    const { code, stderr } = await run('logout');
    expect([code, stderr]).toEqual([0, `Signed out of ${fake.url}.\n`]);
    expect(fake.to('/oauth2/revoke')[0]?.form).toMatchObject({
      token: 'dc_rt_0',
      token_type_hint: 'refresh_token',
    });
    expect(readFileSync(file, 'utf8')).not.toContain('dc_');
    expect((await run('logout')).stderr).toBe(`You are not signed in at ${fake.url}.\n`);
  });

  test('a server that can not be told keeps the login, unless --force', async () => {
    const { fake, file, run } = await setting();
    await run('login');
    fake.script.revoke = 'cut';
    const kept = await run('logout');
    expect(kept.stderr).toMatch(/Could not reach .* You are still signed in\./);
    expect(kept.code).toBe(1);
    expect(readFileSync(file, 'utf8')).toContain('dc_rt_0');
    const forced = await run('logout', '--force');
    expect(forced.stderr).toContain(`Signed out of ${fake.url}.`);
    expect(forced.code).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toContain('dc_');
  });

  test('--local asks no server', async () => {
    const { fake, run } = await setting();
    await run('login');
    const before = fake.seen.length;
    expect((await run('logout', '--local')).code).toBe(0);
    expect(fake.seen).toHaveLength(before);
  });
});

describe('doorcode health', () => {
  test('prints status and latency; the exit code tells', async () => {
    const { fake, run } = await setting();
    const ready = await run('health');
    expect(ready.stdout).toMatch(/^ready {2}http:\/\/127\.0\.0\.1:\d+ {2}\d+ ms\n$/);
    expect(ready.code).toBe(0);
    fake.script.ready = { status: 503 };
    const down = await run('health', '--json');
    expect(JSON.parse(down.stdout)).toEqual({
      server: fake.url,
      status: 'not ready',
      latency_ms: expect.any(Number),
      problem: `${fake.url} is not available now (HTTP 503).`,
    });
    expect(down.code).toBe(1);
  });
});

describe('doorcode', () => {
  test('knows its version and its commands', async () => {
    const { run } = await setting();
    expect((await run('--version')).stdout).toBe(`${packageJson.version}\n`);
    const { stdout } = await run('--help');
    for (const word of ['login', 'whoami', 'logout', 'health', 'DOORCODE_SERVER_URL']) {
      expect(stdout).toContain(word);
    }
    const wrong = await run('loign');
    expect(wrong.stderr).toContain('Did you mean login?');
    expect(wrong.code).toBe(1);
  });

  test('not built yet: says how to, exit code 1', async () => {
    const folder = temporaryDirectory();
    mkdirSync(join(folder, 'bin'));
    const copy = join(folder, 'bin/doorcode.mjs');
    copyFileSync(join(import.meta.dirname, 'bin/doorcode.mjs'), copy);
    chmodSync(copy, 0o755);
    const running = start(process.execPath, [copy, 'whoami'], folder);
    expect(await running.exit).toBe(1);
    expect(running.stderr).toMatch(/^The doorcode command is not built yet: run `npm start`.*\n$/);
  });
});
