import { join } from 'node:path';
import { everyPlace, test } from './testing/places-test';
import { root } from './testing/server';

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/** For people to look at; nothing is compared. */
for (const [name, place] of everyPlace)
  test(`${name}: what it looks like is in screenshots/`, async ({ show }) => {
    const page = await show(place);
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.screenshot({
          path: join(root, 'screenshots', `${name}-${size}-${colorScheme}.png`),
          fullPage: true,
        });
      }
    }
  });
