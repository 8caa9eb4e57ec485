import { startEmbedded } from '../embedded';

/* A server process for embedded.test.ts: starts, says so in one line of JSON, and stops on SIGTERM. */
const say = (event: object) => process.stdout.write(`${JSON.stringify(event)}\n`);
const log = (line: string) => say({ event: 'log', line });

try {
  const embedded = await startEmbedded({ dataDir: process.argv[2] ?? '', log });
  const { connectionString, adopted } = embedded;
  process.on('SIGTERM', async () => {
    await embedded.stop();
    process.exit(0);
  });
  say({ event: 'ready', connectionString, adopted });
  setInterval(() => {}, 60_000); // lives until it is ended
} catch (error) {
  say({ event: 'refused', message: (error as Error).message, name: (error as Error).name });
  process.exit(1);
}
