import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Client } from '../client.js';
import { FakeServer } from './fake-server.js';

export const client: Client = {
  clientId: 'acme-cli',
  name: 'acme',
  version: '1.2.0',
  deviceName: 'my laptop',
};

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A fake server for one test. */
export async function startFakeServer(): Promise<FakeServer> {
  const server = await FakeServer.start();
  cleanUps.push(() => server.close());
  return server;
}

/** An empty folder for one test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'doorcode-'));
  cleanUps.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** What a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
