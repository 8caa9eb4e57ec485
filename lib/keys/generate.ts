import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { SigningAlgorithm } from '@/lib/clients/profile';
import type { RequestContext } from '@/lib/context';
import { encrypt } from '@/lib/crypto';
import type { NewSigningKey } from '@/lib/keys/store';

/** A new key pair as it is stored: the public half to be published, the private half encrypted. */
export async function generateSigningKey(
  ctx: RequestContext,
  algorithm: SigningAlgorithm,
  signsFrom: Date,
): Promise<NewSigningKey> {
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const publicJwk = { ...(await exportJWK(pair.publicKey)), alg: algorithm, use: 'sig' };
  const kid = await calculateJwkThumbprint(publicJwk);
  const privateJwk = JSON.stringify(await exportJWK(pair.privateKey));
  return {
    id: kid,
    algorithm,
    publicJwk: { ...publicJwk, kid },
    privateJwkEncrypted: Uint8Array.from(encrypt('signing-key', privateJwk)),
    createdAt: ctx.now,
    signsFrom,
  };
}
