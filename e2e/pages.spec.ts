import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';
import { pagePaths } from './testing/forms-of';
import { places } from './testing/places';
import { everyPlace, expect, pathOf, test } from './testing/places-test';
import { root } from './testing/server';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const schemes = ['light', 'dark'] as const;
/** In the dark only the colours are others. */
const scheme: Record<(typeof schemes)[number], RunOptions> = {
  light: { resultTypes: ['violations'] },
  dark: { resultTypes: ['violations'], runOnly: ['color-contrast'] },
};

test('every page of app/ is among those that are looked at here', async ({ scene, server }) => {
  const seen = everyPlace.map(([, place]) => new URL(pathOf(place, scene), server.url).pathname);
  const isSeen = (page: string) => {
    const pattern = new RegExp(`^${page.replace(/\[[^/]+\]/g, '[^/]+')}$`);
    return seen.some((path) => pattern.test(path));
  };
  expect(pagePaths.filter((path) => !isSeen(path))).toEqual([]);
});

/** What a fresh phone loads on its way to an answer: all bytes, with headers. */
const onTheWay = [
  'login-for-device',
  'login-sent',
  'second-factor-passkey',
  'device',
  'confirm',
  'done-nothing',
];
for (const name of onTheWay)
  test(`${name} weighs 60 KB at most, compressed, and its parts are kept for ever`, async ({
    scene,
    browser,
    server,
  }) => {
    const place = places[name]!;
    const context = await browser.newContext({ storageState: await scene[place.as].storageState() });
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    const parts: string[] = [];
    let bytes = 0;
    client.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    page.on('response', async (answer) => {
      const { 'cache-control': cache, 'content-encoding': coding } = answer.headers();
      const isFixed = ['stylesheet', 'script', 'font'].includes(answer.request().resourceType());
      if (isFixed && !cache?.includes('immutable')) parts.push(`${answer.url()}: ${cache}`);
      if (isFixed && coding !== 'br' && coding !== 'gzip') parts.push(`${answer.url()}: not compressed`);
    });
    await client.send('Network.enable');
    await page.goto(new URL(pathOf(place, scene), server.url).href, { waitUntil: 'networkidle' });
    expect(parts).toEqual([]);
    expect(bytes).toBeGreaterThan(2_000);
    expect(bytes).toBeLessThan(60 * 1024);
    await context.close();
  });

for (const [name, place] of everyPlace)
  test(`${name} fits a screen of 320 px, breaks nothing, and is accessible in light and dark`, async ({
    show,
  }) => {
    const complaints: string[] = [];
    const complain = (text: string) => complaints.push(text);
    const page = await show(place, async (blank) => {
      blank.on('console', (message) => {
        // Chromium reports the status of the page itself as an error.
        const isStatus = message.text().includes(`status of ${place.status}`);
        if (['error', 'warning'].includes(message.type()) && !isStatus)
          complain(`${message.text()} ${message.location().url}`);
      });
      blank.on('pageerror', (error) => complain(String(error)));
      blank.on('requestfailed', (request) => complain(`${request.url()} failed`));
      await blank.setViewportSize({ width: 320, height: 640 });
    });
    await page.waitForLoadState('load');
    const [needed, given] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(needed).toBeLessThanOrEqual(given!);
    expect(complaints).toEqual([]);

    await page.setViewportSize(sizes.desktop);
    await page.evaluate(axe);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await page.evaluate(
        (options): Promise<AxeResults> =>
          (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(options),
        scheme[colorScheme],
      );
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      expect(found, colorScheme).toEqual([]);
    }
    if (process.env.SCREENSHOTS) await photograph(page, name);
  });

/** For people to look at, in screenshots/; nothing is compared. */
async function photograph(page: Page, name: string): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const path = join(root, 'screenshots', `${name}-${size}-${colorScheme}.png`);
      await page.screenshot({ path, fullPage: true });
    }
  }
}
