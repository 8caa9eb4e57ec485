import { type Browser, type BrowserContext, test as base } from '@playwright/test';
import { makeClientsFile } from './clients';
import { makeDataDir, type RunningServer, removeDataDir, startServer } from './server';

type Worker = {
  /** Variables of this file's server: `test.use({ environment: { … } })`. */
  environment: Record<string, string>;
  server: RunningServer;
};

/** One real server per file (and worker), with an embedded PostgreSQL of its own. */
export const test = base.extend<{ noScript: BrowserContext }, Worker>({
  environment: [{}, { option: true, scope: 'worker' }],
  server: [
    async ({ environment }, use) => {
      const dataDir = await makeDataDir();
      const clients = await makeClientsFile(dataDir);
      const server = await startServer({ ...clients, ...environment, DATA_DIR: dataDir });
      await use(server);
      await server.stop();
      await removeDataDir(dataDir);
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  noScript: async ({ browser, server }, use) => {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: server.url });
    await use(context);
    await context.close();
  },
});

export const newContext = (browser: Browser, server: RunningServer): Promise<BrowserContext> =>
  browser.newContext({ baseURL: server.url });

export { expect } from '@playwright/test';
