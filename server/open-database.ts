import { joinEmbedded, startEmbedded } from '@/lib/db/embedded';
import type { Env } from '@/lib/env';

export type OpenDatabase = { connectionString: string; close(): Promise<void> };

type Options = { log: (line: string) => void; beside?: boolean };

/**
 * The database of DATABASE_URL, else the embedded one. `beside`: for a command that works while the server may be
 * running; a PostgreSQL that runs is used and left running.
 */
export async function openDatabase(env: Env, { log, beside = false }: Options): Promise<OpenDatabase> {
  if (env.databaseUrl) return { connectionString: env.databaseUrl, close: async () => {} };
  const open = beside ? joinEmbedded : startEmbedded;
  const embedded = await open({ dataDir: env.dataDir, log });
  return { connectionString: embedded.connectionString, close: () => embedded.stop() };
}
