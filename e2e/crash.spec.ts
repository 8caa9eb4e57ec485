import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { allowByForm, signInByForms } from './testing/form-person';
import { makeDataDir, type RunningServer, removeDataDir, startServer } from './testing/server';
import { type Answer, poll, refresh, startDevice, userinfo } from './testing/wire';

const devicesPerRound = 6;
/** After the first answer, in the middle, and after the last; with the server its database is killed in every other round. */
const killedAfter = [1, devicesPerRound / 2, devicesPerRound];
const rounds = killedAfter.length;

/** The postmaster's own file says which process it is. */
const postmaster = async (dataDir: string): Promise<number> =>
  Number((await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]);

/** Redeem all at once, and kill when `killAfter` of them have been answered. Returns the answers that arrived. */
async function storm(
  server: RunningServer,
  codes: string[],
  killAfter: number,
  kill: () => Promise<void>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let killing: Promise<void> | undefined;
  const attempts = codes.map(async (code) => {
    answers.push(await poll(server, code));
    if (answers.length >= killAfter) killing ??= kill();
  });
  await Promise.allSettled(attempts);
  await (killing ?? kill());
  return answers;
}

test('kill -9 during redemption, 3 rounds: whatever was answered is there after the restart', async () => {
  test.setTimeout(240_000);
  const dataDir = await makeDataDir();
  let server = await startServer({ DATA_DIR: dataDir });
  const person = await signInByForms(server);
  let answered = 0;
  for (let round = 0; round < rounds; round++) {
    const devices = await Promise.all(Array.from({ length: devicesPerRound }, () => startDevice(server)));
    for (const device of devices) await allowByForm(person, device.user_code);
    const database = await postmaster(dataDir);
    const answers = await storm(
      server,
      devices.map((device) => device.device_code),
      killedAfter[round]!,
      async () => {
        // In every other round the database is killed as well, and must recover; else it lives on and is adopted.
        if (round % 2 === 1) process.kill(database, 'SIGKILL');
        await server.kill9();
      },
    );
    server = await server.restart();
    const tokens = answers
      .filter(({ status }) => status === 200)
      .map(({ body }) => body as Record<string, string>);
    answered += tokens.length;
    for (const { access_token, refresh_token } of tokens) {
      expect((await userinfo(server, access_token!)).status, `round ${round}`).toBe(200);
      expect((await refresh(server, refresh_token!)).status, `round ${round}`).toBe(200);
    }
    // What was not answered was either never redeemed, or redeemed unheard: nothing in between.
    for (const { device_code } of devices) {
      const { status, body } = await poll(server, device_code);
      expect(status === 200 || body.error === 'invalid_grant', `round ${round}`).toBe(true);
    }
  }
  expect(answered).toBeGreaterThanOrEqual(rounds);
  await server.stop();
  await removeDataDir(dataDir);
});
