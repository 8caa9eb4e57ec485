import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** An issuer that signs whatever a test wants, to attack with what the real one would never say. */
export type FakeIssuer = {
  url: string;
  sign(claims: JWTPayload, header?: { typ?: string; alg?: string; kid?: string }): Promise<string>;
  /** What introspection answers from now on. */
  introspection: { status: number; body: object };
  close(): Promise<void>;
};

export async function startFakeIssuer(): Promise<FakeIssuer> {
  const keys = { ES256: await generateKeyPair('ES256'), RS256: await generateKeyPair('RS256') };
  const published = await Promise.all(
    Object.entries(keys).map(async ([alg, { publicKey }]) => ({
      ...(await exportJWK(publicKey)),
      alg,
      kid: alg,
      use: 'sig',
    })),
  );
  const introspection = { status: 200, body: {} };
  const server = createServer(({ url: path }, response) => {
    response.setHeader('content-type', 'application/json');
    if (path === '/oauth2/introspection') response.statusCode = introspection.status;
    const metadata = { issuer: url, jwks_uri: `${url}/oauth2/jwks` };
    const answers: Record<string, object> = {
      '/oauth2/jwks': { keys: published },
      '/oauth2/introspection': introspection.body,
    };
    response.end(JSON.stringify(answers[path ?? ''] ?? metadata));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as { port: number }).port}`;

  return {
    url,
    introspection,
    sign: (claims, { alg = 'ES256', kid = alg, ...header } = { typ: 'at+jwt' }) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg, kid, ...header })
        .sign(keys[alg as keyof typeof keys].privateKey),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
