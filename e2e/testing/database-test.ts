import type { Page } from '@playwright/test';
import type { TokenEndpointResponse } from 'oauth4webapi';
import { type ClientOptions, createClient } from './clients';
import { authSecret, type Database, type Postgres, startPostgres } from './database';
import { type StandardClient, standardClient } from './oauth';
import { decide, signIn } from './person';
import { test as base, newContext } from './test';

type Worker = {
  postgres: Postgres;
  database: Database;
  /** A signed-in person's page, one for the file, so that each test need not sign in. */
  person: Page;
};

type Connected = { id: string; standard: StandardClient; tokens: TokenEndpointResponse };
type Test = {
  /** A client of its own that the person has allowed, with its first tokens. */
  connect(options?: ClientOptions & { scope?: string }): Promise<Connected>;
};

/** The same server on a database (DATABASE_URL) that the test can reach: to look into it, to move clocks. */
export const test = base.extend<Test, Worker>({
  postgres: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
    async ({}, use) => {
      const postgres = await startPostgres();
      await use(postgres);
      await postgres.remove();
    },
    { scope: 'worker' },
  ],
  database: [async ({ postgres }, use) => use(await postgres.create()), { scope: 'worker' }],
  environment: [
    async ({ database }, use) => use({ DATABASE_URL: database.url, AUTH_SECRET: authSecret }),
    { scope: 'worker' },
  ],
  person: [
    async ({ browser, server }, use) => {
      const context = await newContext(browser, server);
      const page = await context.newPage();
      await signIn(page, server);
      await use(page);
      await context.close();
    },
    { scope: 'worker' },
  ],
  connect: async ({ server, person }, use) => {
    await use(async ({ scope, ...options } = {}) => {
      const id = await createClient(server, options);
      const standard = await standardClient(server, id);
      const device = await standard.start(scope ? { scope } : {});
      await decide(person, device.user_code, 'Allow');
      return { id, standard, tokens: await standard.poll(device.device_code) };
    });
  },
});

export { expect } from '@playwright/test';
