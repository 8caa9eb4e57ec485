import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClientProfile, snakeCase } from '@/lib/clients/profile';
import type { RunningServer } from './server';

/** A client as an operator declares it: any field of the profile, and what is often said, in fewer words. */
export type ClientOptions = Partial<ClientProfile> & {
  /** Of a confidential client: each a value of {@link secretVariables}. */
  secret?: string;
  secrets?: string[];
  deviceCodeSeconds?: number;
  intervalSeconds?: number;
};

/** What every server's environment holds for its file to refer to. The first has what form-encoding changes. */
export const secretVariables = {
  CLIENT_SECRET: 'a%2D+b:ö/ secret-of_32~characters!',
  NEXT_CLIENT_SECRET: 'canary-client-secret-0123456789abcdefghij',
};

const fileIn = (dataDir: string): string => join(dataDir, 'clients.json');

/** A CLIENTS_FILE that declares nothing yet, and the variables to start a server on it. */
export async function makeClientsFile(dataDir: string): Promise<Record<string, string>> {
  await writeFile(fileIn(dataDir), '{ "clients": [] }');
  return { CLIENTS_FILE: fileIn(dataDir), ...secretVariables };
}

let count = 0;

/** Add a client to the server's CLIENTS_FILE, and have it read. Returns its id. */
export async function createClient(server: RunningServer, options: ClientOptions = {}): Promise<string> {
  const id = `client-${process.pid}-${++count}`;
  const path = fileIn(server.dataDir);
  const file = JSON.parse(await readFile(path, 'utf8')) as { clients: object[] };
  file.clients.push({ client_id: id, ...declared({ name: `Client ${count}`, ...options }) });
  await writeFile(path, JSON.stringify(file, null, 2));
  const said = await server.reload();
  if (!said.includes('Applied clients.json: 1 created')) throw new Error(said);
  return id;
}

/** Declare an API key of an organization, whose value one of {@link secretVariables} holds. */
export async function declareApiKey(server: RunningServer, slug: string, value: string): Promise<void> {
  const path = fileIn(server.dataDir);
  const file = JSON.parse(await readFile(path, 'utf8')) as { organizations?: object[] };
  const key = { name: 'gateway', key: { env: variableOf(value) }, scopes: ['introspect'] };
  file.organizations = [...(file.organizations ?? []), { slug, name: slug, api_keys: [key] }];
  await writeFile(path, JSON.stringify(file, null, 2));
  const said = await server.reload();
  if (!said.includes('Applied clients.json')) throw new Error(said);
}

/** Make this the one organization of the server's CLIENTS_FILE, and have it read. */
export async function declareOrganization(server: RunningServer, organization: object): Promise<string> {
  const path = fileIn(server.dataDir);
  const file = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...file, organizations: [organization] }, null, 2));
  return server.reload();
}

/** Let go of every organization and its API keys. */
export async function dropOrganizations(server: RunningServer): Promise<void> {
  const path = fileIn(server.dataDir);
  const { organizations: _dropped, ...file } = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify(file, null, 2));
  const said = await server.reload();
  if (!said.includes('revoked')) throw new Error(said);
}

function declared(options: ClientOptions): object {
  const { secret, secrets = [], deviceCodeSeconds, intervalSeconds, ...profile } = options;
  const wire = Object.entries({
    ...profile,
    ...(deviceCodeSeconds === undefined ? {} : { deviceCodeLifetimeSeconds: deviceCodeSeconds }),
    ...(intervalSeconds === undefined ? {} : { pollingIntervalSeconds: intervalSeconds }),
  }).map(([field, value]) => [snakeCase(field), value]);
  const values = secret === undefined ? secrets : [secret, ...secrets];
  return { ...Object.fromEntries(wire), secrets: values.map((value) => ({ env: variableOf(value) })) };
}

function variableOf(value: string): string {
  const found = Object.entries(secretVariables).find(([, held]) => held === value);
  if (!found) throw new Error('no variable of the server holds that secret: use one of secretVariables');
  return found[0];
}
