import { type CryptoKey, exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { startFakeIssuer } from './fake-issuer';
import type { RunningServer } from './server';
import { type Connect, otherAudience } from './verify-clients';
import { send } from './wire';

/** What an API must answer with 401, by what it is. */
export async function attacksOn(server: RunningServer, connect: Connect): Promise<Record<string, string>> {
  const [good, opaque] = [await connect('acme-cli'), await connect('opaque-cli')];
  const [header = '', payload = '', signature = ''] = good.access_token.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  const claims = read(payload);
  const { kid } = read(header);
  const { keys } = (await send(`${server.url}/oauth2/jwks`)).body as { keys: JWK[] };
  const publicKey = (await importJWK(keys.find((key) => key.kid === kid)!, 'ES256')) as CryptoKey;
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const sign = (key: CryptoKey | Uint8Array, alg: string, more: { kid: string; jku?: string; jwk?: JWK }) =>
    new SignJWT(claims).setProtectedHeader({ alg, typ: 'at+jwt', ...more }).sign(key);

  const own = await generateKeyPair('ES256', { extractable: true });
  const fake = await startFakeIssuer();
  const ofFakeIssuer = await fake.sign({ ...claims, iss: fake.url });
  const asIfOurs = await sign(own.privateKey, 'ES256', { kid: 'unknown', jku: `${fake.url}/oauth2/jwks` });
  await fake.close();

  return {
    'an id_token': good.id_token,
    'a refresh token': good.refresh_token,
    'a refresh token of a client with opaque tokens': opaque.refresh_token,
    'a token for another API': (await connect('acme-cli', { resource: otherAudience })).access_token,
    'an opaque token for another API': (await connect('opaque-cli', { resource: otherAudience }))
      .access_token,
    'a token of another issuer': ofFakeIssuer,
    'one signed with another key': await sign(own.privateKey, 'ES256', { kid }),
    'one that brings its own key': asIfOurs,
    'one with alg: none': `${encode({ alg: 'none', typ: 'at+jwt', kid })}.${payload}.`,
    'one with alg: none and a signature': `${encode({ alg: 'none', typ: 'at+jwt', kid })}.${payload}.${signature}`,
    'one signed with the public key as a secret': await sign(
      new TextEncoder().encode(await exportSPKI(publicKey)),
      'HS256',
      { kid },
    ),
    'one whose claims were changed': `${header}.${encode({ ...claims, sub: 'somebody else' })}.${signature}`,
    'one without its signature': `${header}.${payload}.`,
    'an opaque token that was never issued': `dc_${'0'.repeat(49)}`,
    'no token at all': 'x',
  };
}
