import type { Caller } from '@/lib/clients/caller';
import { readResources } from '@/lib/clients/resources';
import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { env } from '@/lib/env';
import { numericDate, signJwt } from '@/lib/keys/jwt';
import { signingKey } from '@/lib/keys/ring';
import { accessTokenClaims } from '@/lib/tokens/claims';
import { findShownToken, type ShownToken } from '@/lib/tokens/live-store';
import { readPresentedToken } from '@/lib/tokens/presented';
import { decideVisibility } from '@/lib/tokens/rules';

export type Introspection = { active: false } | ({ active: true } & Record<string, unknown>);

/**
 * RFC 7662 §2.2: what a token is worth now, for the service that it was shown to. `{ active: false }` and nothing else
 * for whatever does not count, or is not the caller's to know.
 */
export async function introspectToken(
  ctx: RequestContext,
  caller: Caller,
  token: string,
): Promise<Introspection> {
  const presented = await readPresentedToken(ctx, token);
  const live = presented && (await findShownToken(ctx, presented.hash, clientOf(caller)));
  if (!live || !maySee(caller, live)) return { active: false };
  return {
    active: true,
    iss: env().publicUrl,
    token_type: tokenType(live),
    ...accessTokenClaims(live, live),
    ...(presented.jti ? { jti: presented.jti } : {}),
    ...(live.scopes.includes('email') ? { username: live.email } : {}),
  };
}

const clientOf = (caller: Caller): Client | null => (caller.type === 'client' ? caller.client : null);

const maySee = (caller: Caller, token: ShownToken): boolean =>
  decideVisibility(
    caller.type === 'client'
      ? { clientId: caller.client.id, resources: readResources(caller.client.resources) }
      : { organizationId: caller.key.organizationId },
    token,
  );

/** RFC 6749 §7.1 names how an access token is used; a refresh token is used nowhere, for which RFC 8693 §2.2.1 has a word. */
const tokenType = (token: ShownToken): string => {
  if (token.kind === 'refresh_token') return 'N_A';
  return token.dpopJkt ? 'DPoP' : 'Bearer';
};

/** RFC 9701 §5: the same, signed, for this caller alone. */
export async function signIntrospection(
  ctx: RequestContext,
  caller: Caller,
  introspection: Introspection,
): Promise<string> {
  const algorithm = caller.type === 'client' ? caller.client.signedResponseAlg : 'RS256';
  return signJwt(await signingKey(algorithm, ctx.now), 'token-introspection+jwt', {
    aud: caller.type === 'client' ? caller.client.id : caller.key.id,
    iat: numericDate(ctx.now),
    token_introspection: introspection,
  });
}
