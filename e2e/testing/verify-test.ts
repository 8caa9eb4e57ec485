import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attacksOn } from './attacks';
import { type Example, startExample } from './examples';
import { type FakeIssuer, startFakeIssuer } from './fake-issuer';
import { allowByForm, type FormPerson, signInByForms } from './form-person';
import { test as base } from './test';
import { audience, type Connect, clientsFile, scopes, secret, type Tokens } from './verify-clients';
import { poll, startDevice } from './wire';

/** An issuer with the clients of docs/verify.md, its APIs, and what they are attacked with. */

export const test = base.extend<
  { run(file: string, variables?: Record<string, string>): Promise<Example>; fake: FakeIssuer },
  { person: FormPerson; connect: Connect; attacks: Record<string, string> }
>({
  environment: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'doorcode-clients-'));
      const CLIENTS_FILE = join(folder, 'clients.json');
      await writeFile(CLIENTS_FILE, JSON.stringify(clientsFile));
      await use({ CLIENTS_FILE, HELLO_API_SECRET: secret });
      await rm(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
  person: [async ({ server }, use) => use(await signInByForms(server)), { scope: 'worker' }],
  connect: [
    async ({ server, person }, use) =>
      use(async (client_id, fields = {}) => {
        const asked = { client_id, scope: scopes.join(' '), resource: audience, ...fields };
        const device = await startDevice(server, asked);
        await allowByForm(person, device.user_code);
        return (await poll(server, device.device_code, { client_id })).body as Tokens;
      }),
    { scope: 'worker' },
  ],
  attacks: [async ({ server, connect }, use) => use(await attacksOn(server, connect)), { scope: 'worker' }],
  run: async ({ server }, use) => {
    const running: Example[] = [];
    await use(async (file, variables = {}) => {
      const client = { CLIENT_ID: 'hello-api', CLIENT_SECRET: secret, CACHE_SECONDS: '0' };
      const example = await startExample(file, {
        ISSUER: server.url,
        AUDIENCE: audience,
        ...client,
        ...variables,
      });
      running.push(example);
      return example;
    });
    await Promise.all(running.map((example) => example.stop()));
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
  fake: async ({}, use) => {
    const fake = await startFakeIssuer();
    await use(fake);
    await fake.close();
  },
});

export { expect } from '@playwright/test';
