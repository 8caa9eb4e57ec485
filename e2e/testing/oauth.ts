import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import type { RunningServer } from './server';

/** openid-client, configured by discovery alone; it verifies id_token signatures against the jwks. */
export async function openIdClient(
  server: RunningServer,
  clientId = 'doorcode-cli',
  authentication = client.None(),
): Promise<client.Configuration> {
  const config = await client.discovery(new URL(server.url), clientId, undefined, authentication, {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  });
  return config;
}

/** oauth4webapi, one request at a time: it checks every answer as the RFCs say, and throws what the server refuses. */
export async function standardClient(
  server: RunningServer,
  clientId = 'doorcode-cli',
  authentication = oauth.None(),
) {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const issuer = new URL(server.url);
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
  const self: oauth.Client = { client_id: clientId };
  const verify = (response: Response) => oauth.validateApplicationLevelSignature(as, response, insecure);
  return {
    start: async (parameters: Record<string, string> = {}) =>
      oauth.processDeviceAuthorizationResponse(
        as,
        self,
        await oauth.deviceAuthorizationRequest(as, self, authentication, parameters, insecure),
      ),
    poll: async (deviceCode: string) => {
      const response = await oauth.deviceCodeGrantRequest(as, self, authentication, deviceCode, insecure);
      const tokens = await oauth.processDeviceCodeResponse(as, self, response);
      if (tokens.id_token) await verify(response);
      return tokens;
    },
    refresh: async (refreshToken: string, parameters: Record<string, string> = {}) => {
      const response = await oauth.refreshTokenGrantRequest(as, self, authentication, refreshToken, {
        ...insecure,
        additionalParameters: parameters,
      });
      const tokens = await oauth.processRefreshTokenResponse(as, self, response);
      if (tokens.id_token) await verify(response);
      return tokens;
    },
    revoke: async (token: string, hint?: string) =>
      oauth.processRevocationResponse(
        await oauth.revocationRequest(as, self, authentication, token, {
          ...insecure,
          additionalParameters: hint ? { token_type_hint: hint } : {},
        }),
      ),
    userinfo: async (accessToken: string, subject: string | typeof oauth.skipSubjectCheck) =>
      oauth.processUserInfoResponse(
        as,
        self,
        subject,
        await oauth.userInfoRequest(as, self, accessToken, insecure),
      ),
  };
}

export type StandardClient = Awaited<ReturnType<typeof standardClient>>;

/** What the server refused with: the error code and the body of the answer. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<{ error: string } & Record<string, unknown>> {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof oauth.ResponseBodyError)
    return { ...thrown.cause, error: thrown.error, status: thrown.status };
  if (thrown instanceof oauth.WWWAuthenticateChallengeError) {
    const [challenge] = thrown.cause;
    return {
      error: challenge?.parameters.error ?? '',
      scheme: challenge?.scheme ?? '',
      status: thrown.status,
    };
  }
  throw new Error('it was not refused', { cause: thrown });
}
