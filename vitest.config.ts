import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    include: ['{lib,server,app,sdk,cli,scripts,components,bench}/**/*.test.{ts,mjs}'],
    // One PostgreSQL for the run; each file takes a database of its own from a template.
    globalSetup: ['lib/testing/cluster.ts'],
    pool: 'forks',
    // By itself it leaves one core idle, which is half of a small machine.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
