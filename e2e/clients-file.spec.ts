import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeClientsFile } from './testing/clients';
import { freePort, makeDataDir, removeDataDir, spawnServer, startServer } from './testing/server';
import { test as base, expect } from './testing/test';
import { send, startDevice } from './testing/wire';

/** Clients as code: what an operator sees of CLIENTS_FILE, at start and at each SIGHUP. */
type File = { dataDir: string; variables: Record<string, string>; write(text: string): Promise<void> };

const test = base.extend<{ file: File }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
  file: async ({}, use) => {
    const dataDir = await makeDataDir();
    const variables = { ...(await makeClientsFile(dataDir)), DATA_DIR: dataDir };
    await use({ dataDir, variables, write: (text) => writeFile(join(dataDir, 'clients.json'), text) });
    await removeDataDir(dataDir);
  },
});

const declare = (...clients: object[]): string => JSON.stringify({ clients }, null, 2);
const acme = { client_id: 'acme-cli', name: 'Acme CLI' };

test('a file is applied at start, again at SIGHUP, and a wrong one changes nothing', async ({ file }) => {
  await file.write(declare(acme));
  const server = await startServer(file.variables);
  expect(server.output()).toContain(
    `  Applied clients.json: 1 created (read it again: kill -HUP ${server.pid})\n`,
  );
  expect(await startDevice(server, { client_id: 'acme-cli' })).toMatchObject({
    expires_in: 600,
    interval: 5,
  });

  await file.write(declare({ ...acme, polling_interval_seconds: 1 }, { client_id: 'other', name: 'Other' }));
  expect(await server.reload()).toContain('Applied clients.json: 1 created, 1 changed\n');
  expect(await startDevice(server, { client_id: 'acme-cli' })).toMatchObject({ interval: 1 });
  expect(await server.reload()).toContain('Applied clients.json: nothing changed\n');

  await file.write(declare({ ...acme, polling_interval: 9 }, { client_id: 'acme-cli' }));
  const said = await server.reload();
  for (const reason of [
    'clients.json:6: client acme-cli: there is no member \\"polling_interval\\"',
    'clients.json:8: client acme-cli: name is missing',
    'clients.json:8: client acme-cli: it is declared already on line 3',
    'Nothing was changed',
  ])
    expect(said).toContain(reason);
  expect(await startDevice(server, { client_id: 'acme-cli' })).toMatchObject({ interval: 1 });

  await file.write(declare(acme));
  expect(await server.reload()).toContain('Applied clients.json: 1 changed, 1 disabled\n');
  expect(await startDevice(server, { client_id: 'other' })).toMatchObject({ error: 'invalid_client' });

  // Many at once are read one after the other; the last of the file is what counts.
  const reloads = [server.reload(), server.reload(), server.reload()];
  await file.write(declare({ ...acme, polling_interval_seconds: 7 }));
  await Promise.all([...reloads, server.reload()]);
  await expect.poll(async () => (await startDevice(server, { client_id: 'acme-cli' })).interval).toBe(7);
  expect(await server.stop()).toBe(0);
});

test('a start with a wrong file, or without it, says every line of it and ends with 1', async ({ file }) => {
  const refusal = async () => {
    const { child, output } = spawnServer({ PORT: String(await freePort()), ...file.variables });
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code, output()).toBe(1);
    expect(output(), 'no stack, only sentences').not.toMatch(/^\s+at /m);
    return output();
  };
  const path = join(file.dataDir, 'clients.json');
  await file.write(declare({ ...acme, secrets: [{ env: 'UNSET' }], dpop: 'always' }));
  expect(await refusal()).toContain(
    [
      'CLIENTS_FILE is refused as a whole:',
      `${path}:8: client acme-cli: secrets[0].env names UNSET, which is not set; make one with: openssl rand -base64 32`,
      `${path}:11: client acme-cli: dpop must be one of off, optional, required\n`,
    ].join('\n'),
  );
  file.variables.CLIENTS_FILE = join(file.dataDir, 'nowhere.json');
  expect(await refusal()).toContain(`${file.variables.CLIENTS_FILE}: cannot be read (ENOENT)`);
});

test('without CLIENTS_FILE, SIGHUP ends the server', async () => {
  const server = await startServer();
  process.kill(server.pid, 'SIGHUP');
  expect(await server.exited()).toBe(0);
  await removeDataDir(server.dataDir);
});

test('the schema of the file is published, for editors', async ({ server }) => {
  const answer = await send(`${server.url}/schemas/clients.json`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/schema+json');
  expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
  expect(answer.body).toMatchObject({ $id: `${server.url}/schemas/clients.json`, type: 'object' });
});
