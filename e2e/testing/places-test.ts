import type { Page } from '@playwright/test';
import { authSecret } from './database';
import { test as base } from './database-test';
import { everybody, type Place, places, type Scene, setScene } from './places';

type Shown = {
  /** Open a place in the browser it belongs to, in the one page that it has. */
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
    const shown = new Set<Page>();
    await use(async (place, prepare) => {
      const page = scene[place.as].pages()[0] ?? (await scene[place.as].newPage());
      shown.add(page);
      await prepare?.(page);
      const answer = await page.goto(pathOf(place, scene));
      if (answer?.status() !== (place.status ?? 200)) throw new Error(`it answered ${answer?.status()}`);
      return page;
    });
    // A new page costs as much as opening the place; what a test listens to is its own.
    for (const page of shown) page.removeAllListeners();
  },
});

export const pathOf = ({ path }: Place, scene: Scene): string =>
  typeof path === 'string' ? path : path(scene);

export const everyPlace = Object.entries(places);
export { expect } from '@playwright/test';
