/** The clients of docs/verify.md, as CLIENTS_FILE has them. */

export const audience = 'https://api.example.com';
export const otherAudience = 'https://other.example.com';
export const secret = 'the secret of the API, 32 characters or more: 100% +&= “quoted”';

export const scopes = ['openid', 'email', 'offline_access', 'hello:read'];
const cli = { scopes, resources: [audience, otherAudience] };
export const clientsFile = {
  clients: [
    { client_id: 'jwt-cli', name: 'A CLI with JWTs', access_token_format: 'jwt', ...cli },
    { client_id: 'opaque-cli', name: 'A CLI', ...cli },
    {
      client_id: 'hello-api',
      name: 'The API',
      device_flow: false,
      resources: [audience],
      secrets: [{ env: 'HELLO_API_SECRET' }],
    },
  ],
};

export type Tokens = { access_token: string; refresh_token: string; id_token: string };
export type Client = 'jwt-cli' | 'opaque-cli';
/** The tokens of a device that the person has just allowed. */
export type Connect = (client: Client, fields?: Record<string, string>) => Promise<Tokens>;
