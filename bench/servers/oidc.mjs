/* oidc-provider as a plain OAuth server: a public client, opaque access tokens, rotating refresh tokens, no ID token. */
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { MapAdapter, PgAdapter } from './oidc-adapters.mjs';

const port = Number(process.env.PORT);
const month = 30 * 86_400;

const provider = new Provider(`http://127.0.0.1:${port}`, {
  adapter: process.env.STORE === 'memory' ? MapAdapter : PgAdapter,
  clients: [
    {
      ...{ client_id: 'cli', token_endpoint_auth_method: 'none', application_type: 'native' },
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      ...{ response_types: [], redirect_uris: [] },
    },
    {
      ...{ client_id: 'resource-server', client_secret: process.env.CALLER_SECRET },
      ...{ grant_types: [], response_types: [], redirect_uris: [] },
    },
  ],
  scopes: ['api', 'offline_access'],
  features: {
    deviceFlow: { enabled: true },
    introspection: { enabled: true },
    devInteractions: { enabled: false },
  },
  findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  ttl: { DeviceCode: 10_800, AccessToken: 3600, RefreshToken: month, Grant: month },
});
provider.on('server_error', (_ctx, error) => console.error(error));

/** What its pages would store once a person has allowed it. */
async function approve(userCodes) {
  const client = await provider.Client.find('cli');
  await Promise.all(
    userCodes.map(async (userCode) => {
      const code = await provider.DeviceCode.findByUserCode(userCode.replace(/\W/g, ''));
      const grant = new provider.Grant({ accountId: 'u1', clientId: 'cli' });
      grant.addOIDCScope('api offline_access');
      Object.assign(code, {
        ...{ client, accountId: 'u1', grantId: await grant.save(), scope: 'api offline_access' },
        ...{ authTime: Math.floor(Date.now() / 1000), inFlight: true },
      });
      await code.save();
    }),
  );
}

const handle = provider.callback();
createServer((request, response) => {
  if (request.url !== '/approve-for-the-benchmark') return handle(request, response);
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () =>
    approve(JSON.parse(body)).then(
      () => response.end('{}'),
      (error) => {
        console.error(error);
        response.writeHead(500).end();
      },
    ),
  );
}).listen(port, '127.0.0.1');
