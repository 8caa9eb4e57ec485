import type { ClientCall } from '@/lib/clients/endpoint';
import { redeemDeviceCode } from '@/lib/device/redeem';
import { startDeviceAuthorization } from '@/lib/device/start';
import { writeDeviceAuthorization, writeTokens } from '@/lib/oauth/answers';
import type { Manners } from '@/lib/oauth/endpoint';
import type { ErrorCode, OAuthError } from '@/lib/oauth/errors';
import {
  readDeviceAuthorizationRequest,
  readDeviceCodeGrant,
  readGrantType,
  readRefreshGrant,
} from '@/lib/oauth/requests';
import { refreshTokens } from '@/lib/tokens/refresh';

/** GitHub's device flow, as GitHub Enterprise's clients speak it: errors are 200, answers are forms unless JSON is asked for. */

/** What GitHub calls an error of ours; all others have the same name. */
const names: Partial<Record<ErrorCode, string>> = {
  invalid_client: 'incorrect_client_credentials',
  invalid_grant: 'incorrect_device_code',
  unauthorized_client: 'device_flow_disabled',
};

const deviceErrors: readonly ErrorCode[] = [
  ...(['authorization_pending', 'slow_down', 'access_denied', 'expired_token'] as const),
];

const whereItIsExplained = (code: ErrorCode): string =>
  deviceErrors.includes(code)
    ? 'https://www.rfc-editor.org/rfc/rfc8628#section-3.5'
    : 'https://www.rfc-editor.org/rfc/rfc6749#section-5.2';

export const gitHubManners: Manners = {
  describe: (failure) => ({
    // What is no answer of the protocol stays what HTTP calls it: a limit, an outage, a body that cannot be read (I7).
    status: failure.status === 400 || failure.status === 401 ? 200 : failure.status,
    body: {
      error: nameOf(failure),
      error_description: failure.message,
      error_uri: whereItIsExplained(failure.code),
      ...failure.members,
    },
  }),
  encode: (body, request) => {
    if (/\bjson\b/i.test(request.headers.get('accept') ?? '')) return null;
    const form = new URLSearchParams(Object.entries(body).map(([name, value]) => [name, String(value)]));
    return { contentType: 'application/x-www-form-urlencoded; charset=utf-8', text: form.toString() };
  },
};

/** Some of its clients send everything in the address, and no body. */
export const gitHubOptions = { manners: gitHubManners, body: { orQuery: true } };

const nameOf = ({ code, reason }: OAuthError): string =>
  reason === 'bad_refresh_token' ? reason : (names[code] ?? code);

export const startGitHubDevice = async ({ ctx, client, proof, parameters }: ClientCall) =>
  writeDeviceAuthorization(
    await startDeviceAuthorization(ctx, { ...readDeviceAuthorizationRequest(parameters), client, proof }),
  );

export async function answerGitHubTokens({ ctx, client, proof, parameters }: ClientCall) {
  const tokens =
    readGrantType(parameters) === 'device_code'
      ? await redeemDeviceCode(ctx, client, { ...readDeviceCodeGrant(parameters), proof })
      : await refreshTokens(ctx, client, { ...readRefreshGrant(parameters), proof });
  const { refresh_expires_in, ...written } = writeTokens(tokens);
  // Both are what GitHub's own answers have; its clients compare neither in case.
  return {
    ...written,
    token_type: tokens.tokenType.toLowerCase(),
    ...(refresh_expires_in === undefined ? {} : { refresh_token_expires_in: refresh_expires_in }),
  };
}
