import type { ClientCall } from '@/lib/clients/endpoint';
import { findClient } from '@/lib/clients/store';
import { redeemDeviceCode } from '@/lib/device/redeem';
import { startDeviceAuthorization } from '@/lib/device/start';
import { methodOf, writeWorkOsUser } from '@/lib/dialects/workos-objects';
import { jsonWebKeySet } from '@/lib/keys/ring';
import { writeDeviceAuthorization } from '@/lib/oauth/answers';
import { isClean } from '@/lib/oauth/body';
import type { Call, Manners } from '@/lib/oauth/endpoint';
import { OAuthError } from '@/lib/oauth/errors';
import { segmentOf } from '@/lib/oauth/path';
import {
  readDeviceAuthorizationRequest,
  readDeviceCodeGrant,
  readGrantType,
  readRefreshGrant,
} from '@/lib/oauth/requests';
import { claimsOf } from '@/lib/tokens/claims';
import type { IssuedTokens } from '@/lib/tokens/issue';
import { refreshTokens } from '@/lib/tokens/refresh';

/** WorkOS's sign-in: the standard's errors, and its SDK, which reads them only where the status is 400. */

export const workOsManners: Manners = {
  describe: ({ status, code, message, members }) => ({
    // Of a 401 its SDK tells nothing but that it was one.
    status: status === 401 ? 400 : status,
    // Of a limit it shows `message`.
    body: { error: code, error_description: message, ...(status === 429 ? { message } : {}), ...members },
  }),
};

export async function startWorkOsDevice({ ctx, client, proof, parameters }: ClientCall) {
  const { message: _notTheirs, ...six } = writeDeviceAuthorization(
    await startDeviceAuthorization(ctx, { ...readDeviceAuthorizationRequest(parameters), client, proof }),
  );
  return six;
}

export async function authenticateWithWorkOs({ ctx, client, proof, parameters }: ClientCall) {
  switch (readGrantType(parameters)) {
    case 'device_code':
      return writeAuthentication(
        await redeemDeviceCode(ctx, client, { ...readDeviceCodeGrant(parameters), proof }),
      );
    case 'refresh_token': {
      const organizationId = parameters.get('organization_id');
      return writeAuthentication(
        await refreshTokens(ctx, client, { ...readRefreshGrant(parameters), proof, organizationId }),
      );
    }
  }
}

function writeAuthentication(tokens: IssuedTokens) {
  const { subject } = tokens;
  // What the program was not allowed to know of the person it is not told here either.
  const said = claimsOf(subject, tokens.scopes);
  const method = methodOf(subject.amr);
  return {
    user: writeWorkOsUser({
      id: subject.userId,
      email: textOf(said.email),
      emailVerified: said.email_verified === true,
      name: textOf(said.name),
      image: textOf(said.picture),
      lastSignInAt: subject.authenticatedAt,
      createdAt: subject.userCreatedAt,
      updatedAt: subject.userUpdatedAt,
    }),
    access_token: tokens.accessToken,
    ...(tokens.refreshToken ? { refresh_token: tokens.refreshToken } : {}),
    ...(subject.organizationId ? { organization_id: subject.organizationId } : {}),
    ...(method.authentication ? { authentication_method: method.authentication } : {}),
    token_type: tokens.tokenType,
    expires_in: tokens.expiresInSeconds,
  };
}

const textOf = (claim: string | boolean | undefined): string | null =>
  typeof claim === 'string' ? claim : null;

/** Every client's tokens are signed with the same keys; who asks for those of a client that is none has mistyped it. */
export async function answerWorkOsKeys({ ctx, request }: Pick<Call, 'ctx' | 'request'>) {
  const id = segmentOf(request, 3);
  const client = isClean(id) ? await findClient(ctx, id) : null;
  if (!client || client.disabledAt) throw new OAuthError('not_found', 'There is no such client.');
  return jsonWebKeySet();
}
