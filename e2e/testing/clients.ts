import { createHash } from 'node:crypto';
import type { Database } from './database';

export type ClientOptions = {
  /** A confidential client's. */
  secret?: string;
  scopes?: string[];
  deviceFlow?: boolean;
  refresh?: boolean;
  deviceCodeSeconds?: number;
  intervalSeconds?: number;
};

let count = 0;

/** A client as an admin would make it. Returns its id. */
export async function createClient(database: Database, options: ClientOptions = {}): Promise<string> {
  const id = `client-${process.pid}-${++count}`;
  await database.query(
    `INSERT INTO clients (id, name, scopes, device_flow, refresh, device_code_lifetime_seconds, polling_interval_seconds)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      `Client ${count}`,
      options.scopes ?? ['openid', 'profile', 'email', 'offline_access'],
      options.deviceFlow ?? true,
      options.refresh ?? true,
      options.deviceCodeSeconds ?? 600,
      options.intervalSeconds ?? 5,
    ],
  );
  if (options.secret !== undefined)
    await database.query('INSERT INTO client_secrets (hash, client_id) VALUES ($1, $2)', [
      createHash('sha256').update(options.secret).digest(),
      id,
    ]);
  return id;
}
