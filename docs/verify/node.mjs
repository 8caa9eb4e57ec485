import { createServer } from 'node:http';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';

const { ISSUER, AUDIENCE, PORT = '8080' } = process.env;
// Without an audience jose would not look at `aud`, and take tokens for anybody's API.
if (!ISSUER || !AUDIENCE) throw new Error('Set ISSUER and AUDIENCE.');

// Kept for ten minutes. A key that is not among them is looked for again, twice a minute at most.
const keys = createRemoteJWKSet(new URL(`${ISSUER}/oauth2/jwks`));
const outages = ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'];

/** RFC 6750 §3: a request without a token is told no error code. */
function refusal(status, parameters = {}) {
  const challenge = Object.entries({ realm: 'hello', ...parameters }).map(
    ([name, value]) => `${name}="${value}"`,
  );
  return { status, headers: { 'WWW-Authenticate': `Bearer ${challenge.join(', ')}` } };
}

/** `{ claims }` of a token that may do this, else `{ refused }`. */
async function authorize(authorization, scope) {
  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
  if (!token) return { refused: refusal(401) };
  try {
    const { payload: claims } = await jwtVerify(token, keys, {
      issuer: ISSUER,
      audience: AUDIENCE,
      typ: 'at+jwt', // an id_token is no access token
      algorithms: ['ES256'], // of the issuer's, what your clients have: access_token_signing_alg
      requiredClaims: ['exp', 'sub', 'client_id'],
    });
    // Bound to a key, which nobody has proven: RFC 9449 §7.2.
    if (claims.cnf) return { refused: refusal(401, { error: 'invalid_token' }) };
    if (!String(claims.scope).split(' ').includes(scope))
      return { refused: refusal(403, { error: 'insufficient_scope', scope }) };
    return { claims };
  } catch (error) {
    // The keys cannot be read: not the caller's fault, and no reason for it to throw its token away.
    if (!(error instanceof errors.JOSEError) || outages.includes(error.code))
      return { refused: { status: 503, headers: { 'Retry-After': '5' } } };
    return { refused: refusal(401, { error: 'invalid_token' }) };
  }
}

const withSecondFactor = ['urn:doorcode:acr:2fa', 'urn:doorcode:acr:passkey'];

/** RFC 9470 §3: what is asked of the sign-in itself. The client passes both on to its next device request. */
function stepUp(claims, { maxAge, acrValues }) {
  const isRecent = Date.now() / 1000 - (claims.auth_time ?? 0) <= maxAge;
  if (isRecent && acrValues.includes(claims.acr)) return null;
  return refusal(401, {
    error: 'insufficient_user_authentication',
    error_description: 'A recent sign-in with a second factor is required',
    max_age: maxAge,
    acr_values: acrValues.join(' '),
  });
}

const answer = (response, { status, headers }) => response.writeHead(status, headers).end();

createServer(async (request, response) => {
  const { claims, refused } = await authorize(request.headers.authorization, 'hello:read');
  if (refused) return answer(response, refused);

  if (request.method === 'DELETE') {
    const refused = stepUp(claims, { maxAge: 300, acrValues: withSecondFactor });
    return answer(response, refused ?? { status: 204 });
  }
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ hello: claims.sub, by: claims.client_id }));
}).listen(Number(PORT), '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${PORT}`));
