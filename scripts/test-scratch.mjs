/* A directory for everything that a test run writes, and the environment that keeps the run to itself. */
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What a developer may have set for a server of their own must not reach the tests. */
const ours =
  /^(PORT|HOST|PUBLIC_URL|DATABASE_URL|DATA_DIR|AUTH_.*|NEXTAUTH_.*|GITHUB_BASE_URL|EMAIL_.*|SIGN_UP|TRUSTED_PROXIES|LOG_LEVEL|REDIS_URL|OTEL_.*|DOORCODE_.*|PG[A-Z]+|NODE_ENV|(HTTP|HTTPS|ALL)_PROXY)$/i;

export async function openScratch() {
  const directory = await mkdtemp(path.join(tmpdir(), 'dc-'));
  // Root's tests run PostgreSQL under another account, which has to pass through here.
  await chmod(directory, 0o711);
  return {
    file: (name) => path.join(directory, name),
    environment: () => ({
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name))),
      TMPDIR: directory,
      NEXT_TELEMETRY_DISABLED: '1',
    }),
    close: async () => {
      for (const folder of list(directory)) endPostgres(path.join(directory, folder, 'postgres/data'));
      await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** A run that was cut short leaves its PostgreSQL; only a process that names this very directory is ended. */
function endPostgres(data) {
  try {
    const real = realpathSync(data);
    const pid = Number(readFileSync(path.join(real, 'postmaster.pid'), 'utf8').split('\n')[0]);
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(real)) process.kill(pid, 'SIGINT');
  } catch {
    // none there
  }
}

function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
