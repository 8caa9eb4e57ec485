import { defineConfig } from '@playwright/test';

/** Stories in a real Chromium (CHROMIUM_PATH, which scripts/browser.mjs finds) against the built server. */
export default defineConfig({
  testDir: 'e2e',
  workers: 2,
  retries: 0,
  reporter: 'line',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-background-networking', '--disable-dev-shm-usage'],
    },
  },
});
