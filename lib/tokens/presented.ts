import type { RequestContext } from '@/lib/context';
import { sha256 } from '@/lib/crypto';
import { looksLikeJwt, readOwnJwt, readUnverified } from '@/lib/keys/jwt';
import { isWellFormedToken } from '@/lib/tokens/format';

/** A token that somebody presents, as far as it speaks for itself: whether it lives, its row knows. */
export type PresentedToken = {
  /** Under which it is stored. */
  hash: Buffer;
  /** Of a JWT. */
  jti?: string;
};

/**
 * Could this be a token of ours? The checksum of an opaque one and the signature of a JWT settle that without a
 * look-up. Null for what cannot be, an id_token among it.
 */
export async function readPresentedToken(ctx: RequestContext, token: string): Promise<PresentedToken | null> {
  if (isWellFormedToken(token)) return { hash: sha256(token) };
  if (!looksLikeJwt(token)) return null;
  const claims = await readOwnJwt(ctx, 'at+jwt', token);
  return typeof claims?.jti === 'string' ? { hash: sha256(claims.jti), jti: claims.jti } : null;
}

/**
 * The same for whoever gives a token back, or asks whose it is. A JWT is found by its `jti` alone: that carries 256 bits,
 * and the key that signed it may have been removed because it leaked.
 */
export function hashOfToken(token: string): Buffer | null {
  if (isWellFormedToken(token)) return sha256(token);
  const jti = looksLikeJwt(token) ? readUnverified(token).jti : undefined;
  return typeof jti === 'string' ? sha256(jti) : null;
}
