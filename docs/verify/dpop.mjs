import { createServer } from 'node:http';
import * as oauth from 'oauth4webapi';

const { ISSUER, AUDIENCE, PORT = '8080', PUBLIC_URL = `http://127.0.0.1:${PORT}` } = process.env;
if (!ISSUER || !AUDIENCE) throw new Error('Set ISSUER and AUDIENCE.');

const options = {
  signingAlgorithms: ['ES256', 'EdDSA', 'Ed25519'], // of tokens and proofs
  [oauth.clockTolerance]: 0, // a token is over when it says so; the default is 30 seconds later
  [oauth.allowInsecureRequests]: ISSUER.startsWith('http://localhost:'), // only on this machine
};
const issuer = new URL(ISSUER);
const server = await oauth.processDiscoveryResponse(
  issuer,
  await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oauth2' }),
);

const proofAlgorithms = options.signingAlgorithms.join(' ');
const outages = [oauth.RESPONSE_IS_NOT_CONFORM, oauth.RESPONSE_IS_NOT_JSON];

/** RFC 9449 §7.1: both ways to present a token are offered, and the one that was tried is told what is wrong. */
function refusal(status, scheme, detail = '') {
  const [bearer, dpop] = ['Bearer realm="hello"', `DPoP realm="hello", algs="${proofAlgorithms}"`];
  const challenge = scheme === 'dpop' ? [dpop + detail, bearer] : [bearer + detail, dpop];
  return { status, headers: { 'WWW-Authenticate': challenge } };
}

/** Proofs of the last ten minutes, twice what a proof may be off by. With several processes: in what they share. */
const used = new Map();

function isReplayed(proof, jkt) {
  for (const [old, until] of used) {
    if (until > Date.now()) break;
    used.delete(old);
  }
  const { jti } = JSON.parse(Buffer.from(proof.split('.')[1], 'base64url'));
  const key = `${jkt} ${jti}`;
  if (used.has(key)) return true;
  used.set(key, Date.now() + 600_000);
  return false;
}

/** `{ claims }` of a token that may do this, and of whose key there is a proof if it is bound; else `{ refused }`. */
async function authorize({ method, url, headers }, scope) {
  if (!headers.authorization) return { refused: refusal(401) };
  const scheme = headers.authorization.split(' ')[0].toLowerCase();
  const { authorization, dpop } = headers;
  try {
    // The address is the one that clients use, whatever a proxy made of it: a proof is for one method and address.
    const request = new Request(PUBLIC_URL + url, {
      method,
      headers: dpop === undefined ? { authorization } : { authorization, dpop },
    });
    const claims = await oauth.validateJwtAccessToken(server, request, AUDIENCE, options);
    if (claims.cnf && isReplayed(dpop, claims.cnf.jkt))
      return { refused: refusal(401, scheme, ', error="invalid_dpop_proof"') };
    if (!String(claims.scope).split(' ').includes(scope))
      return { refused: refusal(403, scheme, `, error="insufficient_scope", scope="${scope}"`) };
    return { claims };
  } catch (error) {
    const isRefused =
      error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError;
    if (isRefused && !outages.includes(error.code))
      return { refused: refusal(401, scheme, ', error="invalid_token"') };
    console.error(error);
    return { refused: { status: 503, headers: { 'Retry-After': '5' } } };
  }
}

createServer(async (request, response) => {
  const { claims, refused } = await authorize(request, 'hello:read');
  if (refused) return response.writeHead(refused.status, refused.headers).end();
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ hello: claims.sub, by: claims.client_id }));
}).listen(Number(PORT), '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${PORT}`));
