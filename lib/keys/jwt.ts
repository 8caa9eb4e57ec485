import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { RequestContext } from '@/lib/context';
import { sign } from '@/lib/crypto';
import { env } from '@/lib/env';
import { type SigningKey, verificationKey } from '@/lib/keys/ring';

/** What each of our JWTs is for; a token of one kind is never taken for another (RFC 8725 §3.11). */
export type JwtType = 'JWT' | 'at+jwt' | 'token-introspection+jwt';

/** NumericDate (RFC 7519 §2). */
export const numericDate = (at: Date): number => Math.floor(at.getTime() / 1000);

/**
 * Sign what this server says, asking nobody (RFC 7515 §5.1). `iss` is always us; the claims bring their times. We
 * sign by ourselves: through jose, which signs in another thread always, it costs two and a half times as much.
 */
export async function signJwt(key: SigningKey, type: JwtType, claims: JWTPayload): Promise<string> {
  const header = { alg: key.algorithm, kid: key.id, typ: type };
  const input = `${asBase64url(header)}.${asBase64url({ iss: env().publicUrl, ...claims })}`;
  const signature = await sign(key.algorithm, input, key.privateKey);
  return `${input}.${signature.toString('base64url')}`;
}

const asBase64url = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url');

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
