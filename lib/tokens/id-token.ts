import { SignJWT } from 'jose';
import type { RequestContext } from '@/lib/context';
import { env } from '@/lib/env';
import { claimsOf } from '@/lib/tokens/claims';
import type { TokenSubject } from '@/lib/tokens/issue';
import { signingKey } from '@/lib/tokens/keys';

/** OpenID Connect Core §2. RS256, which every client has. */
export async function signIdToken(
  ctx: RequestContext,
  client: { id: string; accessTokenLifetimeSeconds: number },
  subject: TokenSubject & { scopes: string[] },
): Promise<string> {
  const key = await signingKey();
  const seconds = (at: Date) => Math.floor(at.getTime() / 1000);
  return new SignJWT({ ...claimsOf(subject, subject.scopes), auth_time: seconds(subject.authenticatedAt) })
    .setProtectedHeader({ alg: key.algorithm, kid: key.id, typ: 'JWT' })
    .setIssuer(env().publicUrl)
    .setAudience(client.id)
    .setIssuedAt(seconds(ctx.now))
    .setExpirationTime(seconds(ctx.now) + client.accessTokenLifetimeSeconds)
    .sign(key.privateKey);
}
