import { z } from 'zod';
import { authenticateClient } from '@/lib/clients/authenticate';
import type { ClientCall } from '@/lib/clients/endpoint';
import { openSkillClient } from '@/lib/clients/own-client';
import { redeemDeviceCode } from '@/lib/device/redeem';
import { startDeviceAuthorization } from '@/lib/device/start';
import { writeDeviceAuthorization } from '@/lib/oauth/answers';
import type { Call } from '@/lib/oauth/endpoint';
import { OAuthError } from '@/lib/oauth/errors';
import {
  readDeviceAuthorizationRequest,
  readDeviceCodeGrant,
  readRefreshGrant,
  readRefreshToken,
} from '@/lib/oauth/requests';
import { requireAccessToken, requireScope } from '@/lib/tokens/bearer';
import { claimsOf } from '@/lib/tokens/claims';
import { findClientOfToken } from '@/lib/tokens/client-of-token';
import type { IssuedTokens } from '@/lib/tokens/issue';
import { invalidRefreshToken, refreshTokens } from '@/lib/tokens/refresh';
import { revokeToken } from '@/lib/tokens/revoke';

/** OpenSkill (CLI `osk`): JSON, and the standard's errors; of a refresh AuthOS's, which it shares. Its programs do not say who they are. */

/** Whoever names no client is the one that every installation has for these. */
export const authenticateOrOpenSkill: typeof authenticateClient = (ctx, request, parameters) =>
  authenticateClient(ctx, request, new Map([['client_id', openSkillClient.id], ...parameters]));

/** Documented as an object, sent by the CLI as a string such as `osk/0.1.0 linux`. */
const clientInfo = z
  .union([
    z.object({ name: z.string().optional(), version: z.string().optional() }),
    z.string().transform((text) => {
      const [, name = text, version] = /^([^/]+)\/(.+)$/s.exec(text) ?? [];
      return { name, version };
    }),
  ])
  .optional();

export async function startOpenSkillDevice({ ctx, client, proof, parameters, json }: ClientCall) {
  const claimed = clientInfo.safeParse(json.client_info ?? parameters.get('client_info'));
  if (!claimed.success) throw new OAuthError('invalid_request', 'client_info is not valid.');
  const authorization = await startDeviceAuthorization(ctx, {
    ...readDeviceAuthorizationRequest(parameters),
    ...{ client, proof, page: '/auth/device' },
    ...(claimed.data && { claimedName: claimed.data.name, claimedVersion: claimed.data.version }),
  });
  return writeDeviceAuthorization(authorization);
}

/** It needs no grant type, and has no scopes. */
export async function redeemOpenSkillCode({ ctx, client, proof, parameters }: ClientCall) {
  return writeOpenSkillTokens(
    await redeemDeviceCode(ctx, client, { ...readDeviceCodeGrant(parameters), proof }),
  );
}

/** The client is the one that the token is of. Its path is AuthOS's too, and so are its answer and its errors. */
export async function refreshByTokenAlone({ ctx, parameters }: Call) {
  const grant = readRefreshGrant(parameters);
  const client = await findClientOfToken(ctx, grant.refreshToken);
  if (!client) throw invalidRefreshToken();
  return writeOpenSkillTokens(await refreshTokens(ctx, client, { ...grant, proof: null }));
}

/** RFC 7009 §2.2: an unknown token is as good as a revoked one. */
export async function revokeByTokenAlone({ ctx, parameters }: Call) {
  const { refreshToken } = readRefreshToken(parameters);
  const client = await findClientOfToken(ctx, refreshToken);
  if (client) await revokeToken(ctx, client, refreshToken);
  return { success: true };
}

export async function answerOpenSkillUser({ ctx, request }: Pick<Call, 'ctx' | 'request'>) {
  const token = await requireAccessToken(ctx, request);
  requireScope(token, 'email');
  const { sub, name, email } = claimsOf(token, token.scopes);
  return { user: { id: sub, name: name ?? email, email } };
}

const writeOpenSkillTokens = (tokens: IssuedTokens) => ({
  access_token: tokens.accessToken,
  token_type: tokens.tokenType,
  expires_in: tokens.expiresInSeconds,
  ...(tokens.refreshToken
    ? { refresh_token: tokens.refreshToken, refresh_expires_in: tokens.sessionExpiresInSeconds }
    : {}),
});
