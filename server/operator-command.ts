import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type RequestContext, systemContext } from '@/lib/context';
import { databaseClock } from '@/lib/db/clock';
import { EmbeddedError } from '@/lib/db/embedded';
import { createPool, setPool } from '@/lib/db/pool';
import { EnvError, parseEnv, setEnv } from '@/lib/env';
import { SigningKeyError } from '@/lib/keys/ring';
import { openDatabase } from '@/server/open-database';
import { readOrMakeSecret } from '@/server/secret';
import { StartError } from '@/server/start-error';

/** Commands of whoever runs the server: while it runs or not, on any machine that has its environment. */

/** Nothing was done. Its message is the sentence that says why. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/** Run one, say what it returns, and end with 0; or say what is wrong, and end with 1. */
export function runCommand(command: () => Promise<string>): void {
  command().then(
    (said) => void process.stdout.write(said),
    (failure: NodeJS.ErrnoException) => {
      process.stderr.write(`${explain(failure)}\n`);
      process.exitCode = 1;
    },
  );
}

/** With the server's environment and database, as the system. */
export async function besideServer<Result>(work: (ctx: RequestContext) => Promise<Result>): Promise<Result> {
  const configured = setEnv(parseEnv(process.env));
  if (!configured.databaseUrl && !existsSync(join(configured.dataDir, 'auth-secret')))
    throw new CommandError(
      `No Doorcode has run in ${configured.dataDir} yet. Start it with npm start, or set DATA_DIR.`,
    );
  if (!configured.authSecret)
    setEnv({ ...configured, authSecret: await readOrMakeSecret(configured.dataDir) });
  const database = await openDatabase(configured, { log: () => {}, beside: true });
  const connections = setPool(createPool(database.connectionString));
  try {
    return await work(systemContext(await databaseClock()));
  } finally {
    await connections.end();
    await database.close();
  }
}

const sentences = [CommandError, EnvError, EmbeddedError, SigningKeyError, StartError];

function explain(failure: NodeJS.ErrnoException): string {
  // Prisma: the table does not exist.
  if (failure.code === 'P2021')
    return 'No Doorcode of this version has used this database yet. Start it first.';
  const isSentence =
    sentences.some((kind) => failure instanceof kind) || failure.code?.startsWith('ERR_PARSE_ARGS');
  return isSentence ? failure.message : (failure.stack ?? failure.message);
}
