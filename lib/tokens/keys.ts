import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import type { RequestContext } from '@/lib/context';
import { decrypt, encrypt } from '@/lib/crypto';
import { clearOnePerProcess, onePerProcess } from '@/lib/process';
import { findSigningKeys, insertFirstSigningKey } from '@/lib/tokens/store';

export type SigningKey = { id: string; algorithm: string; privateKey: CryptoKey };

const algorithm = 'RS256';

/** There is no key to sign with, and the message says what to do. */
export class SigningKeyError extends Error {
  override name = 'SigningKeyError';
}

/** At a first start: make the key that signs id_tokens. Several nodes starting at once agree on one. */
export async function createSigningKeyOnce(ctx: RequestContext): Promise<void> {
  if ((await findSigningKeys()).length > 0) return;
  const pair = await generateKeyPair(algorithm, { modulusLength: 2048, extractable: true });
  const publicJwk = { ...(await exportJWK(pair.publicKey)), alg: algorithm, use: 'sig' };
  const kid = await calculateJwkThumbprint(publicJwk);
  await insertFirstSigningKey({
    id: kid,
    algorithm,
    publicJwk: { ...publicJwk, kid },
    privateJwkEncrypted: Uint8Array.from(
      encrypt('signing-key', JSON.stringify(await exportJWK(pair.privateKey))),
    ),
    createdAt: ctx.now,
    signsFrom: ctx.now,
  });
}

/** The key to sign with. Throws a clear error when AUTH_SECRET is not the one it was encrypted under. */
export const signingKey = (): Promise<SigningKey> =>
  onePerProcess('signing-key', async () => {
    try {
      const row = (await findSigningKeys())[0];
      if (!row)
        throw new SigningKeyError('There is no signing key yet: start the server once with npm start.');
      const jwk = JSON.parse(openPrivateKey(row.privateJwkEncrypted)) as JWK;
      return {
        id: row.id,
        algorithm: row.algorithm,
        privateKey: (await importJWK(jwk, row.algorithm)) as CryptoKey,
      };
    } catch (error) {
      clearOnePerProcess('signing-key'); // so that the next call tries again
      throw error;
    }
  });

const openPrivateKey = (sealed: Uint8Array): string => {
  try {
    return decrypt('signing-key', sealed);
  } catch {
    throw new SigningKeyError(
      'AUTH_SECRET is not the one that this database was made with. Put the old one back.',
    );
  }
};

/** RFC 7517 §5: the public keys. */
export const jsonWebKeySet = async (): Promise<{ keys: object[] }> => ({
  keys: (await findSigningKeys()).map((row) => row.publicJwk as object),
});
