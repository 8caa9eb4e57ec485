import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../db/embedded';
import { migrate } from '../db/migrate';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the migrated database from which each test file makes its own. Nobody stays connected to it. */
    databaseTemplate: string;
  }
}

const TEMPLATE = 'doorcode_template';

/** Vitest's global set-up: one throw-away PostgreSQL per run, or the server that TEST_DATABASE_URL names. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  try {
    await createTemplate(server.connectionString);
    const template = new URL(server.connectionString);
    template.pathname = `/${TEMPLATE}`;
    await migrate({
      connectionString: template.href,
      directory: path.resolve(import.meta.dirname, '../../prisma/migrations'),
      log: () => {},
    });
    project.provide('databaseTemplate', template.href);
    return server.stop;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

type Server = { connectionString: string; stop(): Promise<void> };

async function startServer(): Promise<Server> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { connectionString: given, stop: async () => {} };
  const dataDir = await mkdtemp(path.join(tmpdir(), 'doorcode-cluster-'));
  const remove = () => rm(dataDir, { recursive: true, force: true });
  try {
    const embedded = await startEmbedded({ dataDir, log: () => {} });
    const stop = () => embedded.stop().then(remove);
    return { connectionString: embedded.connectionString, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function createTemplate(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
  } finally {
    await client.end();
  }
}
