/* npm run sign-in:reset: the compiled command, built when it is not. */
import './node-version.mjs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare } from './build.mjs';
import { fail, root } from './steps.mjs';

try {
  await prepare();
  await import(pathToFileURL(path.join(root, 'dist/server/reset-sign-in.js')).href);
} catch (error) {
  fail(error);
}
