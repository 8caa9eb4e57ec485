/* npm run bench: Doorcode beside what others do, on this machine. What it measures, and how: bench/README.md. */
import '../scripts/node-version.mjs';
import { fail } from '../scripts/steps.mjs';
import { prepareBench } from './prepare.mjs';

try {
  const { readOptions } = await import('./options.mjs');
  const options = readOptions(process.argv.slice(2));
  await prepareBench();
  // Only now are the packages there that it needs.
  const { bench } = await import('./bench.mjs');
  await bench(options);
} catch (error) {
  fail(error);
}
