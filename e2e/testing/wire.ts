import type { RunningServer } from './server';

export type Answer = { status: number; headers: Headers; body: Record<string, unknown>; text: string };

/** One request as it stands, without a library's opinion of it. */
export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(url, { redirect: 'manual', ...init });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get('content-type') ?? '');
  return {
    status: answer.status,
    headers: answer.headers,
    body: isJson && text ? JSON.parse(text) : {},
    text,
  };
}

export const postForm = (
  server: RunningServer,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> => send(server.url + path, { method: 'POST', body: new URLSearchParams(fields), headers });

export type Device = {
  device_code: string;
  user_code: string;
  verification_uri: string;
  verification_uri_complete: string;
  expires_in: number;
  interval: number;
};

export const startDevice = async (
  server: RunningServer,
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Device> =>
  (await postForm(server, '/oauth2/device_authorization', { client_id: 'doorcode-cli', ...fields }, headers))
    .body as Device;

/** Every endpoint whose caller is a client. */
export const clientEndpoints = [
  '/oauth2/device_authorization',
  '/oauth2/devicecode',
  '/oauth2/token',
  '/oauth2/revoke',
  '/oauth2/introspection',
  '/oauth2/introspect',
];

export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code';

export const poll = (
  server: RunningServer,
  deviceCode: string,
  fields: Record<string, string> = {},
): Promise<Answer> =>
  postForm(server, '/oauth2/token', {
    client_id: 'doorcode-cli',
    grant_type: deviceCodeGrant,
    device_code: deviceCode,
    ...fields,
  });

export const refresh = (
  server: RunningServer,
  refreshToken: string,
  fields: Record<string, string> = {},
): Promise<Answer> =>
  postForm(server, '/oauth2/token', {
    client_id: 'doorcode-cli',
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    ...fields,
  });

export const userinfo = (server: RunningServer, accessToken: string): Promise<Answer> =>
  send(`${server.url}/oauth2/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } });
