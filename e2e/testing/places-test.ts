import type { Page } from '@playwright/test';
import { authSecret } from './database';
import { test as base } from './database-test';
import { everybody, type Place, places, type Scene, setScene } from './places';

type Shown = {
  /** Open a place in the browser it belongs to; closed with the test. */
  show(place: Place, prepare?: (page: Page) => Promise<unknown>): Promise<Page>;
};

/** A server with every way to sign in, and everything that its pages can show. */
export const test = base.extend<Shown, { scene: Scene }>({
  environment: [
    async ({ database }, use) =>
      use({
        DATABASE_URL: database.url,
        AUTH_SECRET: authSecret,
        AUTH_GITHUB_ID: 'id',
        AUTH_GITHUB_SECRET: 'secret',
        AUTH_GOOGLE_ID: 'id',
        AUTH_GOOGLE_SECRET: 'secret',
        AUTH_MICROSOFT_ENTRA_ID_ID: 'id',
        AUTH_MICROSOFT_ENTRA_ID_SECRET: 'secret',
        AUTH_OIDC_ISSUER: 'https://id.example.com',
        AUTH_OIDC_ID: 'id',
        AUTH_OIDC_SECRET: 'secret',
        AUTH_OIDC_NAME: 'Example ID',
      }),
    { scope: 'worker' },
  ],
  scene: [
    async ({ server, database, browser }, use) => {
      const scene = await setScene(server, database, browser);
      await use(scene);
      for (const who of everybody) await scene[who].close();
    },
    { scope: 'worker' },
  ],
  show: async ({ scene }, use) => {
    const open: Page[] = [];
    await use(async (place, prepare) => {
      const page = await scene[place.as].newPage();
      open.push(page);
      await prepare?.(page);
      const answer = await page.goto(pathOf(place, scene));
      if (answer?.status() !== (place.status ?? 200)) throw new Error(`it answered ${answer?.status()}`);
      return page;
    });
    for (const page of open) await page.close();
  },
});

export const pathOf = ({ path }: Place, scene: Scene): string =>
  typeof path === 'string' ? path : path(scene);

export const everyPlace = Object.entries(places);
export { expect } from '@playwright/test';
