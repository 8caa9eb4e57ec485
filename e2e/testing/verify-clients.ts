import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './server';

/** CLIENTS_FILE of docs/verify.md, and what a test needs besides: a second API, and a CLI with opaque tokens. */

type DeclaredClient = { client_id: string; scopes: string[]; resources: [string] };
const file = readFileSync(join(root, 'docs/verify/clients.json'), 'utf8');
const [cli, api] = (JSON.parse(file) as { clients: [DeclaredClient, DeclaredClient] }).clients;

export const scopes = cli.scopes;
export const audience = cli.resources[0];
export const otherAudience = 'https://other.example.com';
export const secret = 'the secret of the API, 32 characters or more: 100% +&= “quoted”';

const resources = [audience, otherAudience];
export const clientsFile = {
  clients: [
    { ...cli, resources },
    { ...cli, client_id: 'opaque-cli', access_token_format: 'opaque', resources },
    api,
  ],
};

export type Tokens = { access_token: string; refresh_token: string; id_token: string };
export type Client = 'acme-cli' | 'opaque-cli';
/** The tokens of a device that the person has just allowed. */
export type Connect = (client: Client, fields?: Record<string, string>) => Promise<Tokens>;
