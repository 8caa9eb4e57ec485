/* better-auth on node:http; its tables are made at the start. */
import { createServer } from 'node:http';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { auth, options } from './better-auth-config.mjs';

const { runMigrations } = await getMigrations(options);
await runMigrations();
createServer(toNodeHandler(auth)).listen(Number(process.env.PORT), '127.0.0.1');
