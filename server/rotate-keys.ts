import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemContext } from '@/lib/context';
import { databaseClock } from '@/lib/db/clock';
import { EmbeddedError } from '@/lib/db/embedded';
import { createPool, setPool } from '@/lib/db/pool';
import { EnvError, parseEnv, setEnv } from '@/lib/env';
import { SigningKeyError } from '@/lib/keys/ring';
import { rotateSigningKeys } from '@/lib/keys/rotate';
import { openDatabase } from '@/server/open-database';
import { readOrMakeSecret } from '@/server/secret';
import { StartError } from '@/server/start-error';

/** `npm run keys:rotate`: new signing keys, while the server runs or not, on any machine that has its environment. */

const usage = `npm run keys:rotate                    publish new keys; they sign in ten minutes, the old ones stay published
npm run keys:rotate -- --now           … and sign at once
npm run keys:rotate -- --remove-old    … and unpublish the old ones: what they signed fails. For a key that has leaked
                                       and --secret-lost, when AUTH_SECRET is another one for good
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      now: { type: 'boolean', default: false },
      'remove-old': { type: 'boolean', default: false },
      'secret-lost': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const configured = setEnv(parseEnv(process.env));
  if (!configured.databaseUrl && !existsSync(join(configured.dataDir, 'auth-secret')))
    throw new StartError(
      `No Doorcode has run in ${configured.dataDir} yet. Start it with npm start, or set DATA_DIR.`,
    );
  if (!configured.authSecret)
    setEnv({ ...configured, authSecret: await readOrMakeSecret(configured.dataDir) });
  const database = await openDatabase(configured, { log: () => {}, beside: true });
  const connections = setPool(createPool(database.connectionString));
  try {
    const rotation = {
      immediately: values.now,
      removeOld: values['remove-old'],
      secretLost: values['secret-lost'],
    };
    const { signsFrom, published } = await rotateSigningKeys(systemContext(await databaseClock()), rotation);
    const old =
      published > 0
        ? `${published} older ${published === 1 ? 'key stays' : 'keys stay'} published until what they signed has expired`
        : 'no older key is published any more';
    process.stdout.write(`New keys are published. They sign from ${signsFrom.toISOString()}; ${old}.\n`);
  } finally {
    await connections.end();
    await database.close();
  }
}

const sentences = [EnvError, EmbeddedError, SigningKeyError, StartError];

function explain(failure: NodeJS.ErrnoException): string {
  // Prisma: the table does not exist.
  if (failure.code === 'P2021') return 'No Doorcode has used this database yet. Start it first.';
  const isSentence =
    sentences.some((kind) => failure instanceof kind) || failure.code?.startsWith('ERR_PARSE_ARGS');
  return isSentence ? failure.message : (failure.stack ?? failure.message);
}

main().catch((failure: NodeJS.ErrnoException) => {
  process.stderr.write(`${explain(failure)}\n`);
  process.exitCode = 1;
});
