import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { makeDataDir, type RunningServer, removeDataDir, startServer } from './testing/server';
import { expect, test } from './testing/test';
import { send, startDevice } from './testing/wire';

/** What a person sees of a start, and that nothing is lost at the end. */

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** PostgreSQL's own, which it removes when it has ended well. */
const postmasterFile = (server: RunningServer): string =>
  join(server.dataDir, 'postgres/data/postmaster.pid');
const postgresOf = async (server: RunningServer): Promise<number> =>
  Number((await readFile(postmasterFile(server), 'utf8')).split('\n')[0]);

test('a start ends with the address, the link that makes the first admin, and the next command', async ({
  server,
}) => {
  const said = server.output();
  expect(said).toContain(`Doorcode is ready at ${server.url}\n`);
  expect(said).toMatch(new RegExp(`^  ${server.url}/setup\\?token=[\\w-]{43}$`, 'm'));
  expect(said).toMatch(new RegExp(`^  npx doorcode login --server ${server.url}$`, 'm'));
  expect(said).toContain(`${server.url}/mailbox`);
  const link = new RegExp(`${server.url}/setup\\?token=\\S+`).exec(said)![0];
  expect((await send(link)).status).toBeLessThan(400);
});

test('SIGTERM lets a request that is under way finish, ends with 0, and stops PostgreSQL', async () => {
  const dataDir = await makeDataDir();
  const server = await startServer({ DATA_DIR: dataDir });
  const postgres = await postgresOf(server);
  expect(isAlive(postgres)).toBe(true);

  const sending = httpRequest(`${server.url}/oauth2/device_authorization`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', expect: '100-continue' },
  });
  const answered = once(sending, 'response');
  sending.write('client_id=');
  await once(sending, 'continue'); // it has the request, and waits for the rest
  const stopped = server.stop();
  // It is stopping once it takes no new connections.
  await expect
    .poll(() =>
      send(`${server.url}/health/live`).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed');
  sending.end('doorcode-cli');
  const [answer] = (await answered) as [import('node:http').IncomingMessage];
  answer.resume();
  expect(answer.statusCode).toBe(200);
  expect(await stopped).toBe(0);
  expect(existsSync(postmasterFile(server))).toBe(false);
  // Polled: it has ended, and is in the list of processes until init has noticed.
  await expect.poll(() => isAlive(postgres)).toBe(false);
  await removeDataDir(dataDir);
});

test('a stop and a start keep the secret, the keys and the requests that wait', async () => {
  const server = await startServer();
  const device = await startDevice(server);
  const keys = (await send(`${server.url}/oauth2/jwks`)).body;
  expect(await server.stop()).toBe(0);
  const again = await server.restart();
  expect((await send(`${again.url}/oauth2/jwks`)).body).toEqual(keys);
  const answer = await send(`${again.url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: 'doorcode-cli',
      grant_type: 'device_code',
      device_code: device.device_code,
    }),
  });
  expect(answer.body.error).toBe('authorization_pending');
  await again.stop();
  await removeDataDir(again.dataDir);
});
