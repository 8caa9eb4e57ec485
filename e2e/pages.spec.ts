import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { pagePaths } from './testing/forms-of';
import { everyPlace, expect, pathOf, test } from './testing/places-test';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

test('every page of app/ is among those that are looked at here', async ({ scene, server }) => {
  const seen = everyPlace.map(([, place]) => new URL(pathOf(place, scene), server.url).pathname);
  const isSeen = (page: string) => {
    const pattern = new RegExp(`^${page.replace(/\[[^/]+\]/g, '[^/]+')}$`);
    return seen.some((path) => pattern.test(path));
  };
  expect(pagePaths.filter((path) => !isSeen(path))).toEqual([]);
});

for (const [name, place] of everyPlace) {
  test(`${name} is accessible, in light and dark`, async ({ show }) => {
    const page = await show(place);
    await page.addScriptTag({ path: axe }).catch(() => {});
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await page.evaluate(
        (): Promise<AxeResults> => (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(),
      );
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      expect(found, colorScheme).toEqual([]);
    }
  });

  test(`${name} fits a screen of 320 px, and nothing on it fails or breaks its policy`, async ({ show }) => {
    const complaints: string[] = [];
    const page = await show(place, async (blank) => {
      blank.on('console', (message) => {
        // Chromium reports the status of the page itself as an error.
        const isStatus = message.text().includes(`status of ${place.status}`);
        if (['error', 'warning'].includes(message.type()) && !isStatus) complaints.push(message.text());
      });
      blank.on('pageerror', (error) => complaints.push(String(error)));
      blank.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
      await blank.setViewportSize({ width: 320, height: 640 });
    });
    await page.waitForLoadState('networkidle');
    const [needed, given] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(needed).toBeLessThanOrEqual(given!);
    expect(complaints).toEqual([]);
  });
}
