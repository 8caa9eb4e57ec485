import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configDirectory } from './config-directory.js';
import type { Session } from './session.js';
import { SessionFile } from './session-file.js';
import { failureOf, temporaryDirectory } from './testing/setting.js';

const SERVER = 'https://login.example.com';
const session: Session = { accessToken: 'dc_a', refreshToken: 'dc_rt_a', clientId: 'acme-cli' };
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const unlessWindows = test.skipIf(process.platform === 'win32');

function newFile() {
  const directory = join(temporaryDirectory(), 'doorcode');
  const notices: string[] = [];
  const file = new SessionFile({ directory, notice: (sentence) => void notices.push(sentence) });
  return { directory, file, notices };
}

describe('the session file', () => {
  test('keeps one login for each server, however its address is typed', async () => {
    const { file } = newFile();
    await file.update(SERVER, () => session);
    await file.update('http://localhost:3000', () => ({ ...session, accessToken: 'dc_b' }));
    expect(await file.read('https://Login.example.com/')).toEqual(session);
    await file.update(SERVER, () => undefined);
    expect(await file.read(SERVER)).toBeUndefined();
    expect(await file.read('http://localhost:3000')).toMatchObject({ accessToken: 'dc_b' });
  });

  unlessWindows('is for its owner only: folder 0700, file 0600, nothing left beside it', async () => {
    const { directory, file, notices } = newFile();
    await file.update(SERVER, () => session);
    expect(modeOf(directory)).toBe('700');
    expect(modeOf(file.path)).toBe('600');
    expect(readdirSync(directory)).toEqual(['sessions.json']);
    expect(notices).toEqual([]);
  });

  unlessWindows('takes access by others away, and says so', async () => {
    const { directory, file, notices } = newFile();
    await file.update(SERVER, () => session);
    chmodSync(directory, 0o755);
    chmodSync(file.path, 0o644);
    expect(await file.read(SERVER)).toEqual(session);
    await file.update(SERVER, (current) => current);
    expect(modeOf(file.path)).toBe('600');
    expect(modeOf(directory)).toBe('700');
    expect(notices).toHaveLength(2);
    expect(notices[0]).toContain(file.path);
  });

  test.each(['', '{"version": 1, "sess', '[]', '{"version": 2, "sessions": {}}', 'null'])(
    'a damaged file (%j) is named, and never overwritten',
    async (text) => {
      const { directory, file } = newFile();
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      writeFileSync(file.path, text, { mode: 0o600 });
      for (const use of [file.read(SERVER), file.update(SERVER, () => session)]) {
        const failure = await failureOf(use);
        expect(failure).toMatchObject({ code: 'session_file_corrupt' });
        expect(String(failure)).toContain(file.path);
      }
      expect(readFileSync(file.path, 'utf8')).toBe(text);
    },
  );

  test('a damaged login of one server does not take the others along', async () => {
    const { directory, file } = newFile();
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const damaged = { [SERVER]: { accessToken: 7 }, 'https://b.example': session };
    writeFileSync(file.path, JSON.stringify({ version: 1, sessions: damaged }), { mode: 0o600 });
    expect(await failureOf(file.read(SERVER))).toMatchObject({ code: 'session_file_corrupt' });
    expect(await file.read('https://b.example')).toEqual(session);
  });

  test.each([
    { tokenType: 'mac' },
    { keyThumbprint: 7 },
    { sessionExpiresAt: 'soon' },
    { expiresAt: 'soon' },
  ])('a login with %j is a damaged one', async (wrong) => {
    const { file } = newFile();
    await file.update(SERVER, () => ({ ...session, ...wrong }) as Session);
    expect(await failureOf(file.read(SERVER))).toMatchObject({ code: 'session_file_corrupt' });
  });

  test('a change that fails keeps what there was, and lets the next one in', async () => {
    const { file } = newFile();
    await file.update(SERVER, () => session);
    const failing = file.update(SERVER, () => Promise.reject(new Error('no network')));
    expect(await failureOf(failing)).toMatchObject({ message: 'no network' });
    expect(await file.update(SERVER, (current) => current)).toEqual(session);
  });

  test('of fifty changes at once none is lost', async () => {
    const { directory } = newFile();
    const changes = Array.from({ length: 50 }, (_, i) =>
      new SessionFile({ directory }).update(SERVER, (current) => ({
        ...session,
        scope: `${current?.scope ?? ''} ${i}`.trim(),
      })),
    );
    await Promise.all(changes);
    const kept = await new SessionFile({ directory }).read(SERVER);
    expect(new Set(kept?.scope?.split(' ')).size).toBe(50);
    expect(existsSync(join(directory, 'sessions.json.lock'))).toBe(false);
  });
});

test('settings are kept where XDG says', () => {
  expect(configDirectory('acme', { XDG_CONFIG_HOME: '/x' })).toBe(join('/x', 'acme'));
  for (const ignored of [{}, { XDG_CONFIG_HOME: '' }, { XDG_CONFIG_HOME: 'relative' }]) {
    expect(configDirectory('acme', ignored)).toMatch(/\.config[/\\]acme$/);
  }
});
