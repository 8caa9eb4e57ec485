import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';

const { ISSUER, AUDIENCE, PORT = '8080' } = process.env;
// Without an audience jose would not look at `aud`, and take tokens for anybody's API.
if (!ISSUER || !AUDIENCE) throw new Error('Set ISSUER and AUDIENCE.');

const keys = createRemoteJWKSet(new URL(`${ISSUER}/oauth2/jwks`));
const outages = ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'];

/** Lets a request through that brings a token with this scope; its claims are `c.get('token')`. */
const requireScope = (scope) =>
  createMiddleware(async (c, next) => {
    const refuse = (status, error, more = '') =>
      c.json({ error: error ?? 'missing_token' }, status, {
        'WWW-Authenticate': `Bearer realm="hello"${error ? `, error="${error}"` : ''}${more}`,
      });

    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
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
        return c.body(null, 503, { 'Retry-After': '5' });
      return refuse(401, 'invalid_token');
    }
    if (claims.cnf) return refuse(401, 'invalid_token'); // bound to a key: see DPoP below
    if (!String(claims.scope).split(' ').includes(scope))
      return refuse(403, 'insufficient_scope', `, scope="${scope}"`);
    c.set('token', claims);
    await next();
  });

const app = new Hono();

app.get('/hello', requireScope('hello:read'), (c) => {
  const { sub, client_id } = c.get('token');
  return c.json({ hello: sub, by: client_id });
});

serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, () =>
  console.log(`Listening on http://127.0.0.1:${PORT}`),
);
