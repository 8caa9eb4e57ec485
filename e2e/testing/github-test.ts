import { authSecret } from './database';
import { test as base } from './database-test';
import { startFakeGitHub } from './fake-github';

type GitHub = Awaited<ReturnType<typeof startFakeGitHub>>;

/** A server where people sign in with a GitHub of the test's own, over its real protocol. */
export const test = base.extend<object, { github: GitHub }>({
  github: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
    async ({}, use) => {
      const github = await startFakeGitHub();
      await use(github);
      await github.stop();
    },
    { scope: 'worker' },
  ],
  environment: [
    async ({ database, github }, use) =>
      use({ DATABASE_URL: database.url, AUTH_SECRET: authSecret, ...github.environment }),
    { scope: 'worker' },
  ],
});

export { expect } from '@playwright/test';
