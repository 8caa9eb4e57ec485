import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { RequestContext } from '@/lib/context';
import { env } from '@/lib/env';
import { type SigningKey, verificationKey } from '@/lib/keys/ring';

/** What each of our JWTs is for; a token of one kind is never taken for another (RFC 8725 §3.11). */
export type JwtType = 'JWT' | 'at+jwt' | 'token-introspection+jwt';

/** NumericDate (RFC 7519 §2). */
export const numericDate = (at: Date): number => Math.floor(at.getTime() / 1000);

/** Sign what this server says, asking nobody. `iss` is always us; the claims bring their times. */
export const signJwt = (key: SigningKey, type: JwtType, claims: JWTPayload): Promise<string> =>
  new SignJWT({ iss: env().publicUrl, ...claims })
    .setProtectedHeader({ alg: key.algorithm, kid: key.id, typ: type })
    .sign(key.privateKey);

export const looksLikeJwt = (text: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);

/** What a JWT says of itself, believed by nobody: only to look something up. */
export function readUnverified(jwt: string): JWTPayload {
  try {
    return decodeJwt(jwt);
  } catch {
    return {};
  }
}

/** The claims of a JWT that we signed for this use, expired or not; null for anything else whatsoever. */
export async function readOwnJwt(
  ctx: RequestContext,
  type: JwtType,
  jwt: string,
): Promise<JWTPayload | null> {
  try {
    const key = await verificationKey(decodeProtectedHeader(jwt).kid);
    if (!key) return null;
    const { payload } = await jwtVerify(jwt, key.key, {
      algorithms: [key.algorithm],
      issuer: env().publicUrl,
      typ: type,
      currentDate: ctx.now,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) return error.payload;
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}
