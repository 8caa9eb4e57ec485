import '@/server/engine';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { setUpLink } from '@/lib/accounts/set-up';
import { ClientsFileError } from '@/lib/clients/file/read';
import { EmbeddedError } from '@/lib/db/embedded';
import { MigrationError, migrate } from '@/lib/db/migrate';
import { readMigrations } from '@/lib/db/migrations/files';
import { createPool, setPool } from '@/lib/db/pool';
import { setExpectedMigration } from '@/lib/db/readiness';
import { isStorageUnavailable } from '@/lib/db/unavailable';
import { stopWaiting } from '@/lib/device/waiting';
import { EnvError, env, parseEnv, setEnv } from '@/lib/env';
import { SigningKeyError } from '@/lib/keys/ring';
import { logger, writeLogTogether } from '@/lib/log';
import { verifyMailServer } from '@/lib/mail/send';
import { readAssets } from '@/server/assets';
import { banner } from '@/server/banner';
import { applyFile, onHangUp } from '@/server/clients-file';
import { createDefaults } from '@/server/defaults';
import { Doorway } from '@/server/doorway';
import { follow } from '@/server/follower';
import { createFront } from '@/server/front';
import { keepHouse } from '@/server/housekeeping';
import { listen } from '@/server/listen';
import { openDatabase } from '@/server/open-database';
import { readPagePaths } from '@/server/pages';
import { routes } from '@/server/routes';
import { readOrMakeSecret } from '@/server/secret';
import { StartError } from '@/server/start-error';

/**
 * Boot, in this order: environment, port, secret, database, migrations, defaults, clients file, mail, pages (begun before the database), open. A step that fails
 * says why in a sentence, undoes those before it, and ends the process with 1.
 */

/** The checkout: this file runs as dist/server/main.js. */
const root = resolve(import.meta.dirname, '../..');

const step = (line: string): void => {
  process.stdout.write(`  ${line}\n`);
};

/** What to undo at the end, last first. */
const undo: (() => Promise<unknown>)[] = [];
let ending: Promise<void> | undefined;

/** End once: stop accepting, finish what was begun, close. */
const end = (code: number): Promise<void> => {
  ending ??= (async () => {
    const giveUp = setTimeout(() => process.exit(1), 15_000);
    // What a boot that is under way has started is known only once it has settled.
    await booting.catch(() => {});
    for (const close of undo.reverse())
      await close().catch((error) => logger().error({ err: error }, 'closing failed'));
    clearTimeout(giveUp);
    process.exit(code);
  })();
  return ending;
};

async function boot(): Promise<void> {
  const configured = setEnv(parseEnv(process.env));
  writeLogTogether();
  // Taken first: a port that is in use stops the start before anything is made.
  const doorway = await Doorway.open(createServer, configured);
  undo.push(() => doorway.drain());

  if (!configured.authSecret)
    setEnv({ ...configured, authSecret: await readOrMakeSecret(configured.dataDir) });
  // Loading Next.js is work, the database is waiting: together they take as long as one. Its failure is told in its turn.
  const pages = openPages();
  pages.catch(() => {});
  const { connectionString, close } = await openDatabase(configured, { log: step });
  undo.push(close);
  const directory = join(root, 'prisma/migrations');
  // One session, with a lock of its own: what a pooler that gives each transaction another connection would break.
  const direct = configured.listenDatabaseUrl ?? connectionString;
  const applied = await migrate({ connectionString: direct, directory, log: step }).catch(refuseDatabase);
  if (applied.length > 0) step(`Migrated the database (${applied.length} new)`);
  setExpectedMigration((await readMigrations(directory)).at(-1)?.name ?? null);
  const connections = setPool(createPool(connectionString));
  undo.push(() => connections.end());
  await createDefaults(new Date());
  undo.push(await listen(direct));
  if (configured.clientsFile)
    step(`${await applyFile(configured.clientsFile)} (read it again: kill -HUP ${process.pid})`);
  await verifyMailServer().catch((error: Error) => {
    throw new StartError(`EMAIL_SERVER cannot be used: ${error.message}`);
  });

  doorway.hand(
    createFront({ routes, pages: readPagePaths(root), assets: readAssets(root), next: await pages }),
  );
  undo.push(keepHouse());
  undo.push(follow());
  // At the end it comes first: what was begun still needs all of the above.
  undo.push(() => {
    stopWaiting();
    return doorway.drain();
  });
  process.stdout.write(banner(env(), await setUpLink()));
}

/** The first statement of all: what fails here is the address, the account or the server behind it. */
function refuseDatabase(error: Error & { code?: string }): never {
  if (env().databaseUrl && (isStorageUnavailable(error) || /^(28...|3D000)$/.test(error.code ?? '')))
    throw new StartError(`The database of DATABASE_URL cannot be used: ${error.message || error.code}`);
  throw error;
}

/** Next.js, production build, in this process. */
async function openPages() {
  // Without the variable Next.js would take React's development build.
  Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });
  // next-auth reads it, and takes it for the origin; nothing but PUBLIC_URL may decide that.
  Object.assign(process.env, { AUTH_URL: env().publicUrl, NEXTAUTH_URL: env().publicUrl });
  const { Date: own } = globalThis;
  const { default: next } = await import('next');
  const app = next({ dev: false, dir: root, quiet: true });
  await app.prepare();
  // Next.js puts a `Date` in its place that finds out what cannot be rendered beforehand, with a setting that we do not use.
  // It takes ten times as long, for every time in every answer.
  globalThis.Date = own;
  Object.defineProperty(own.prototype, 'constructor', { value: own });
  undo.push(() => app.close());
  return app.getRequestHandler();
}

/** Failures whose message is that sentence. */
const sentences = [StartError, EmbeddedError, MigrationError, SigningKeyError, ClientsFileError];

/** The one sentence for whoever started it; the stack only for what nobody foresaw. */
function explain(error: unknown): string {
  if (error instanceof EnvError)
    return `The environment is wrong:\n${error.message
      .split('\n')
      .map((line) => `  - ${line}`)
      .join('\n')}`;
  if (sentences.some((kind) => error instanceof kind)) return (error as Error).message;
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return `Port ${env().port} on ${env().host} is taken. Stop the other program, or set PORT.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `HOST ${env().host} is no address of this machine. Set it to one that is, such as 127.0.0.1.`;
  if (code === 'EACCES' || code === 'EROFS')
    return `${error.message}. Make it writable, or set DATA_DIR or PORT.`;
  return error.stack ?? error.message;
}

process.on('SIGTERM', () => void end(0));
process.on('SIGINT', () => void end(0));

const booting = boot();
process.on(
  'SIGHUP',
  onHangUp({ booting, step, isEnding: () => ending !== undefined, end: () => void end(0) }),
);
booting.catch(async (error: unknown) => {
  if (ending) return;
  process.stderr.write(`\n${explain(error)}\n`);
  await end(1);
});
