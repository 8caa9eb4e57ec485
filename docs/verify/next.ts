import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';

const outages = ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'];

// Made at the first request, since `next build` loads this module without the environment.
let keys: ReturnType<typeof createRemoteJWKSet> | undefined;

/** The claims of a token that has this scope, else the answer that refuses it. */
async function authorize(request: Request, scope: string): Promise<JWTPayload | Response> {
  const { ISSUER, AUDIENCE } = process.env;
  // Without an audience jose would not look at `aud`, and take tokens for anybody's API.
  if (!ISSUER || !AUDIENCE) throw new Error('Set ISSUER and AUDIENCE.');
  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (!token) return refuse(401);
  try {
    keys ??= createRemoteJWKSet(new URL(`${ISSUER}/oauth2/jwks`));
    const { payload } = await jwtVerify(token, keys, {
      issuer: ISSUER,
      audience: AUDIENCE,
      typ: 'at+jwt',
      algorithms: ['ES256'],
      requiredClaims: ['exp', 'sub', 'client_id'],
    });
    if (payload.cnf) return refuse(401, 'invalid_token'); // bound to a key: see DPoP below
    if (!String(payload.scope).split(' ').includes(scope))
      return refuse(403, 'insufficient_scope', `, scope="${scope}"`);
    return payload;
  } catch (error) {
    if (!(error instanceof errors.JOSEError) || outages.includes(error.code))
      return new Response(null, { status: 503, headers: { 'Retry-After': '5' } });
    return refuse(401, 'invalid_token');
  }
}

const refuse = (status: number, error?: string, more = '') =>
  Response.json(
    { error: error ?? 'missing_token' },
    {
      status,
      headers: { 'WWW-Authenticate': `Bearer realm="hello"${error ? `, error="${error}"` : ''}${more}` },
    },
  );

export async function GET(request: Request): Promise<Response> {
  const token = await authorize(request, 'hello:read');
  if (token instanceof Response) return token;
  return Response.json({ hello: token.sub, by: token.client_id });
}
