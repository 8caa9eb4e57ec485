import type { ClientCall } from '@/lib/clients/endpoint';
import { redeemDeviceCode } from '@/lib/device/redeem';
import { startDeviceAuthorization } from '@/lib/device/start';
import { writeDeviceAuthorization, writeTokens } from '@/lib/oauth/answers';
import type { Call, Manners } from '@/lib/oauth/endpoint';
import { OAuthError } from '@/lib/oauth/errors';
import { readDeviceAuthorizationRequest, readDeviceCodeGrant } from '@/lib/oauth/requests';

/** better-auth's device authorization, as Better Skills' CLI speaks it: JSON; its errors are the standard ones. */

export const betterAuthManners: Manners = {
  describe: ({ status, code, message, reason, members }) => ({
    status,
    body: {
      error: reason === 'not_signed_in' ? 'unauthorized' : code,
      error_description: message,
      ...members,
    },
  }),
};

/** Its programs say who they are; OpenSkill's, on the same two paths, do not. */
export const isBetterAuth = ({ parameters }: Pick<Call, 'parameters'>): boolean =>
  parameters.has('client_id');

/** Its user codes have no dash: whoever shows one puts it there. */
export async function startBetterAuthDevice({ ctx, client, proof, parameters }: ClientCall) {
  const authorization = await startDeviceAuthorization(ctx, {
    ...readDeviceAuthorizationRequest(parameters),
    ...{ client, proof },
  });
  const userCode = authorization.userCode.replace('-', '');
  const complete = new URL(authorization.verificationUriComplete);
  complete.searchParams.set('user_code', userCode);
  const { message: _forOthers, ...six } = writeDeviceAuthorization({
    ...authorization,
    ...{ userCode, verificationUriComplete: complete.href },
  });
  return six;
}

/** It has one grant, and `invalid_request` for every other. */
export async function redeemBetterAuthCode({ ctx, client, proof, parameters }: ClientCall) {
  if (!grantTypes.includes(parameters.get('grant_type')))
    throw new OAuthError('invalid_request', `grant_type must be ${grantTypes[0]}.`);
  return writeTokens(await redeemDeviceCode(ctx, client, { ...readDeviceCodeGrant(parameters), proof }));
}

/** Registered, and short. */
const grantTypes: readonly (string | undefined)[] = [
  'urn:ietf:params:oauth:grant-type:device_code',
  'device_code',
];
