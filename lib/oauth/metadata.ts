import { signingAlgorithms } from '@/lib/clients/profile';
import { standardScopes } from '@/lib/clients/scopes';
import { dpopAlgorithms } from '@/lib/dpop/algorithms';
import { env } from '@/lib/env';
import { reachableAcrValues } from '@/lib/login/acr';
import { longestWaitSeconds } from '@/lib/oauth/prefer';

/** Where each endpoint is: the one list, for the metadata documents and the README. */
export const endpoints = [
  {
    name: 'device_authorization_endpoint',
    method: 'POST',
    path: '/oauth2/device_authorization',
    source: 'RFC 8628 §3.1',
    also: ['/oauth2/devicecode'],
  },
  {
    name: 'token_endpoint',
    method: 'POST',
    path: '/oauth2/token',
    source: 'RFC 6749 §3.2, RFC 8628 §3.4',
    also: [],
  },
  { name: 'revocation_endpoint', method: 'POST', path: '/oauth2/revoke', source: 'RFC 7009', also: [] },
  {
    name: 'introspection_endpoint',
    method: 'POST',
    path: '/oauth2/introspection',
    source: 'RFC 7662, RFC 9701',
    also: ['/oauth2/introspect'],
  },
  {
    name: 'userinfo_endpoint',
    method: 'GET',
    path: '/oauth2/userinfo',
    source: 'OpenID Connect Core §5.3',
    also: [],
  },
  {
    name: 'jwks_uri',
    method: 'GET',
    path: '/oauth2/jwks',
    source: 'RFC 7517',
    also: ['/.well-known/jwks.json'],
  },
] as const;

const clientAuthentication = ['none', 'client_secret_basic', 'client_secret_post'];

/** RFC 8414 §2. `response_types_supported` is required, and empty: there is no authorization endpoint. */
export function authorizationServerMetadata() {
  const issuer = env().publicUrl;
  return {
    issuer,
    ...Object.fromEntries(endpoints.map(({ name, path }) => [name, issuer + path])),
    grant_types_supported: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
    response_types_supported: [],
    scopes_supported: standardScopes,
    token_endpoint_auth_methods_supported: clientAuthentication,
    revocation_endpoint_auth_methods_supported: clientAuthentication,
    // RFC 7662 §2.1: also an API key as a bearer token.
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'Bearer'],
    introspection_signing_alg_values_supported: signingAlgorithms,
    dpop_signing_alg_values_supported: dpopAlgorithms,
    acr_values_supported: reachableAcrValues(),
    // Of our own, as RFC 8414 §2 allows: see docs/long-poll.md.
    device_authorization_long_poll_supported: true,
    device_authorization_long_poll_max_wait: longestWaitSeconds,
  };
}

/** OpenID Connect Discovery §3: the same, and what is said of id_tokens. */
export const openIdConfiguration = () => ({
  ...authorizationServerMetadata(),
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: signingAlgorithms,
  claims_supported: [
    'iss',
    'sub',
    'aud',
    'exp',
    'iat',
    'auth_time',
    'acr',
    'amr',
    'sid',
    'name',
    'picture',
    'email',
    'email_verified',
  ],
});
