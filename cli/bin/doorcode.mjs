#!/usr/bin/env node
import { existsSync } from 'node:fs';

const bundle = new URL('../dist/doorcode.js', import.meta.url);
if (existsSync(bundle)) {
  await import(bundle.href);
} else {
  console.error(
    'The doorcode command is not built yet: run `npm start` or `npm run build` in this checkout first.',
  );
  process.exitCode = 1;
}
