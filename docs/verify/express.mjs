import express from 'express';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';

const { ISSUER, AUDIENCE, PORT = '8080' } = process.env;
// Without an audience jose would not look at `aud`, and take tokens for anybody's API.
if (!ISSUER || !AUDIENCE) throw new Error('Set ISSUER and AUDIENCE.');

const keys = createRemoteJWKSet(new URL(`${ISSUER}/oauth2/jwks`));
const outages = ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'];

/** Lets a request through that brings a token with this scope; its claims are `request.token`. */
const requireScope = (scope) => async (request, response, next) => {
  const refuse = (status, error, more = '') =>
    response
      .status(status)
      .set('WWW-Authenticate', `Bearer realm="hello"${error ? `, error="${error}"` : ''}${more}`)
      .json({ error: error ?? 'missing_token' });

  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(request.get('authorization') ?? '')?.[1];
  if (!token) return refuse(401);
  let claims;
  try {
    const verified = await jwtVerify(token, keys, {
      issuer: ISSUER,
      audience: AUDIENCE,
      typ: 'at+jwt',
      algorithms: ['ES256'],
      requiredClaims: ['exp', 'sub', 'client_id'],
    });
    claims = verified.payload;
  } catch (error) {
    if (!(error instanceof errors.JOSEError) || outages.includes(error.code))
      return response.set('Retry-After', '5').sendStatus(503);
    return refuse(401, 'invalid_token');
  }
  if (claims.cnf) return refuse(401, 'invalid_token'); // bound to a key: see DPoP below
  if (!String(claims.scope).split(' ').includes(scope))
    return refuse(403, 'insufficient_scope', `, scope="${scope}"`);
  request.token = claims;
  next();
};

const app = express();

app.get('/hello', requireScope('hello:read'), (request, response) => {
  response.json({ hello: request.token.sub, by: request.token.client_id });
});

app.listen(Number(PORT), '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${PORT}`));
