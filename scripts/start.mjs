/* npm start: whatever a fresh clone lacks, then the server, in this very process: its signals and exit code are ours. */
import './node-version.mjs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare } from './build.mjs';
import { fail, root } from './steps.mjs';

try {
  await prepare();
  process.env.NODE_ENV ??= 'production';
  process.argv[1] = path.join(root, 'dist/server/main.js');
  await import(pathToFileURL(process.argv[1]).href);
} catch (error) {
  fail(error);
  process.exit();
}
