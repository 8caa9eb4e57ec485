/* node bench/growth.mjs [SESSIONS]: what the hot statements, the storage, the housekeeping and NOTIFY cost in a database that has grown. */
import { cpus } from 'node:os';
import { makeDatabase } from './growth/database.mjs';
import { measureHousekeeping } from './growth/housekeeping.mjs';
import { measureNotify } from './growth/notify.mjs';
import { say } from './growth/print.mjs';
import { measureSizes } from './growth/sizes.mjs';
import { measureStatements } from './growth/statements.mjs';
import { measureWal } from './growth/wal.mjs';
import { startPostgres } from './lib/postgres.mjs';

const sessions = Number(process.argv[2] ?? 1_000_000);
const only = process.argv[3]?.split(',') ?? ['statements', 'wal', 'sizes', 'housekeeping', 'notify'];

// As the embedded one, and memory as a server has that is meant for it.
const server = await startPostgres({
  ...{ shared_buffers: '1GB', jit: 'off', max_parallel_workers_per_gather: 0 },
  ...{ max_wal_size: '8GB', checkpoint_timeout: '1h' },
});
try {
  say(`${server.version}, ${cpus().length} cores, Node ${process.version}`);
  const small = await makeDatabase(server, 'small', 0);
  if (only.includes('statements')) await measureStatements(small);
  if (only.includes('wal')) await measureWal(small);
  if (only.includes('notify')) await measureNotify(small);
  await small.close();
  const large = await makeDatabase(server, 'large', sessions);
  if (only.includes('sizes')) await measureSizes(large);
  if (only.includes('statements')) await measureStatements(large);
  if (only.includes('wal')) {
    await measureWal(large);
    await measureWal(large, 'pglz');
  }
  if (only.includes('housekeeping')) await measureHousekeeping(large);
  await large.close();
} finally {
  await server.stop();
}
