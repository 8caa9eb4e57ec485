import * as oauth from 'oauth4webapi';
import { exchange } from './answer.js';
import { DoorcodeError } from './errors.js';
import { type HttpOptions, transport } from './http.js';
import { parseServerUrl, requireSecure } from './server-url.js';

/** An authorization server's metadata, in the words of RFC 8414 §2. */
export type Server = Readonly<oauth.AuthorizationServer>;

/** Options of {@link discover}. */
export interface DiscoveryOptions extends HttpOptions {
  /** Allow plain http to other machines too. For a closed test network only. Default false. */
  readonly allowHttp?: boolean;
}

const ENDPOINTS = [
  'device_authorization_endpoint',
  'token_endpoint',
  'revocation_endpoint',
  'userinfo_endpoint',
] as const;

/**
 * Reads a server's metadata: RFC 8414's document, or OpenID Connect's where there is only that one.
 *
 * @param serverUrl the issuer, e.g. `https://login.example.com`
 * @throws {@link DoorcodeError} `invalid_server_url`, `insecure_url`, `server_unreachable`, `server_unavailable`,
 *   `issuer_mismatch`, `bad_answer`
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-3
 */
export async function discover(serverUrl: string, options: DiscoveryOptions = {}): Promise<Server> {
  const { allowHttp = false, ...http } = options;
  const issuer = parseServerUrl(serverUrl, allowHttp);
  const server = await exchange(issuer, () => readMetadata(new URL(issuer), http));
  // RFC 8414 §3.3: identical, else one server could speak for another. Only the slash behind a bare host
  // is forgiven, since parseServerUrl has taken it away.
  const isBareHost = new URL(issuer).origin === issuer;
  if (server.issuer !== issuer && !(isBareHost && server.issuer === `${issuer}/`)) {
    throw issuerMismatch(issuer);
  }
  for (const name of ENDPOINTS) {
    const endpoint = server[name];
    if (typeof endpoint === 'string' && URL.canParse(endpoint)) requireSecure(new URL(endpoint), allowHttp);
  }
  return server;
}

async function readMetadata(issuer: URL, http: HttpOptions): Promise<Server> {
  const options = transport(issuer.href, 'doorcode-sdk', http);
  let response = await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oauth2' });
  if (response.status === 404) {
    response = await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oidc' });
  }
  try {
    return await oauth.processDiscoveryResponse(issuer, response);
  } catch (error) {
    const mismatch =
      error instanceof oauth.OperationProcessingError && error.code === oauth.JSON_ATTRIBUTE_COMPARISON;
    throw mismatch ? issuerMismatch(issuer.href) : error;
  }
}

function issuerMismatch(issuer: string): DoorcodeError {
  return new DoorcodeError(
    'issuer_mismatch',
    `The server at ${issuer} says that it is another one: check the address, or the server's PUBLIC_URL.`,
  );
}
