import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const { ISSUER, AUDIENCE, CLIENT_ID, CLIENT_SECRET, CACHE_SECONDS = '2', PORT = '8080' } = process.env;
if (!ISSUER || !AUDIENCE) throw new Error('Set ISSUER and AUDIENCE.');

// RFC 6749 §2.3.1: both parts are form-encoded first. With an organization's API key: `Bearer ${API_KEY}`.
const credentials = `Basic ${btoa(`${encodeURIComponent(CLIENT_ID)}:${encodeURIComponent(CLIENT_SECRET)}`)}`;

/** RFC 7662 §2. Throws when the issuer cannot be asked: an outage is no answer. */
async function introspect(token) {
  const response = await fetch(`${ISSUER}/oauth2/introspection`, {
    method: 'POST',
    headers: { authorization: credentials, accept: 'application/json' },
    body: new URLSearchParams({ token }),
    redirect: 'error',
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`Introspection answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** By a hash of the token, so that no token lies about in memory. Only what is active is kept, and only so long. */
const cache = new Map();

async function lookUp(token) {
  const key = createHash('sha256').update(token).digest('base64');
  const known = cache.get(key);
  if (known && Date.now() < known.until) return known.answer;
  cache.delete(key);
  const answer = await introspect(token);
  const until = Math.min(Date.now() + Number(CACHE_SECONDS) * 1000, answer.exp * 1000);
  if (answer.active && Date.now() < until) {
    cache.set(key, { answer, until });
    if (cache.size > 10_000) cache.delete(cache.keys().next().value); // the oldest
  }
  return answer;
}

/** A refresh token is active too, and says `N_A`; a token bound to a key says `DPoP`. Neither is a bearer token. */
const isForUs = ({ active, iss, aud, token_type }) =>
  active === true && iss === ISSUER && [aud].flat().includes(AUDIENCE) && token_type === 'Bearer';

/** `{ token }` of a request that may do this, else `{ status, challenge }`: RFC 6750 §3. */
async function authorize(authorization, scope) {
  const presented = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
  if (!presented) return { status: 401, challenge: 'Bearer realm="hello"' };
  const token = await lookUp(presented);
  if (!isForUs(token)) return { status: 401, challenge: 'Bearer realm="hello", error="invalid_token"' };
  if (!token.scope.split(' ').includes(scope))
    return { status: 403, challenge: `Bearer realm="hello", error="insufficient_scope", scope="${scope}"` };
  return { token };
}

createServer(async (request, response) => {
  try {
    const { token, status, challenge } = await authorize(request.headers.authorization, 'hello:read');
    if (!token) return response.writeHead(status, { 'WWW-Authenticate': challenge }).end();
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ hello: token.sub, by: token.client_id }));
  } catch (error) {
    console.error(error); // Doorcode away, or our credentials refused: nobody gets in, and nobody's token is called bad
    response.writeHead(503, { 'Retry-After': '5' }).end();
  }
}).listen(Number(PORT), '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${PORT}`));
