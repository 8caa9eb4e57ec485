import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { sha256 } from '@/lib/crypto';
import { currentNonce } from '@/lib/dpop/nonce';
import { start } from '@/lib/testing/factories';

export type DpopKey = { privateKey: CryptoKey; publicJwk: JWK; jkt: string };

export async function createDpopKey(algorithm = 'ES256'): Promise<DpopKey> {
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const publicJwk = await exportJWK(pair.publicKey);
  return { privateKey: pair.privateKey, publicJwk, jkt: await calculateJwkThumbprint(publicJwk) };
}

const tokenEndpoint = 'http://localhost:3000/oauth2/token';
let count = 0;

/** A proof as a client makes it, for the token endpoint unless the test says otherwise; `undefined` leaves a claim out. */
export async function makeProof(
  key: DpopKey,
  {
    header = {},
    claims = {},
    accessToken,
  }: { header?: object; claims?: Record<string, unknown>; accessToken?: string } = {},
): Promise<string> {
  const payload = {
    jti: `proof-${++count}`,
    htm: 'POST',
    htu: tokenEndpoint,
    iat: start.getTime() / 1000,
    nonce: currentNonce(start),
    ...(accessToken ? { ath: sha256(accessToken).toString('base64url') } : {}),
    ...claims,
  };
  return new SignJWT(payload)
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: key.publicJwk, ...header })
    .sign(key.privateKey);
}

export const requestWith = (headers: Record<string, string>, url = tokenEndpoint, method = 'POST'): Request =>
  new Request(url, { method, headers });
