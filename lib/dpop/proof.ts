import { calculateJwkThumbprint, EmbeddedJWK, errors, type JWTVerifyResult, jwtVerify } from 'jose';
import { z } from 'zod';
import type { RequestContext } from '@/lib/context';
import { sha256 } from '@/lib/crypto';
import { dpopAlgorithms } from '@/lib/dpop/algorithms';
import { isFreshNonce, proofLifetimeSeconds } from '@/lib/dpop/nonce';
import { claimProof } from '@/lib/dpop/store';
import { env } from '@/lib/env';
import { OAuthError } from '@/lib/oauth/errors';
import type { HttpRequest } from '@/lib/oauth/http';

/** A request that proves possession of a key, by its thumbprint (RFC 7638). */
export type DpopProof = {
  jkt: string;
  /**
   * Use it up, on all nodes: once what came with it is known to exist, so that strangers cannot make us write. Throws
   * `invalid_dpop_proof` when it was used before (RFC 9449 §11.1).
   */
  use(): Promise<void>;
};

const claims = z.object({ jti: z.string().min(1).max(200), htm: z.string(), htu: z.url(), iat: z.number() });

/**
 * The proof of the `DPoP` header, checked as RFC 9449 §4.3 says, or null without one. `accessToken` is the token that
 * came with it, to which it must be bound. Throws `invalid_dpop_proof`, and `use_dpop_nonce` when the nonce is ours no
 * more: the answer carries the next one.
 */
export async function readDpopProof(
  ctx: RequestContext,
  request: HttpRequest,
  accessToken?: string,
): Promise<DpopProof | null> {
  const proof = request.headers.get('dpop');
  if (proof === null) return null;
  const { payload, protectedHeader } = await verify(ctx, proof);
  const said = claims.safeParse(payload);
  if (!said.success) throw invalidProof('jti, htm, htu and iat are required.');
  const { jti, htm, htu } = said.data;
  if (htm !== request.method) throw invalidProof('htm is not the method of this request.');
  if (withoutQuery(htu) !== withoutQuery(env().publicUrl + new URL(request.url).pathname))
    throw invalidProof('htu is not the address of this request.');
  if (accessToken !== undefined && payload.ath !== sha256(accessToken).toString('base64url'))
    throw invalidProof('ath is not of this access token.');

  if (typeof payload.nonce !== 'string' || !isFreshNonce(payload.nonce, ctx.now))
    throw new OAuthError('use_dpop_nonce', 'Use the nonce of the DPoP-Nonce header.');
  const jkt = await calculateJwkThumbprint(protectedHeader.jwk!);
  // Once in this request, however often it is asked for.
  let used: Promise<void> | undefined;
  return {
    jkt,
    use: () => {
      used ??= useUp(ctx, `${jkt} ${jti}`);
      return used;
    },
  };
}

async function useUp(ctx: RequestContext, proof: string): Promise<void> {
  const expiresAt = new Date(ctx.now.getTime() + proofLifetimeSeconds * 1000);
  if (!(await claimProof(ctx, sha256(proof), expiresAt))) throw invalidProof('This proof was used before.');
}

async function verify(ctx: RequestContext, proof: string): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: dpopAlgorithms,
      currentDate: ctx.now,
    });
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException)
      throw invalidProof('It is no signed DPoP proof.');
    throw error;
  }
}

/** RFC 9449 §4.3: compared without query and fragment, normalised. */
function withoutQuery(address: string): string {
  const url = new URL(address);
  return url.origin + url.pathname;
}

export const invalidProof = (description: string): OAuthError =>
  new OAuthError('invalid_dpop_proof', description);
