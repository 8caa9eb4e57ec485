import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './server';

const run = promisify(execFile);

/** A command of whoever runs the server, as `npm run` starts it once it is built. Rejects when it does not end with 0. */
export const commandOf =
  (name: 'rotate-keys' | 'reset-factors' | 'verify-audit') =>
  (environment: Record<string, string>, ...words: string[]) =>
    run(process.execPath, [join(root, `dist/server/${name}.js`), ...words], {
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment },
    });
