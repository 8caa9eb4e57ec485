import { clientEndpoint } from '@/lib/clients/endpoint';
import { pollDeviceCode } from '@/lib/device/redeem';
import { redeemOrWait } from '@/lib/device/redeem-or-wait';
import { writeTokens } from '@/lib/oauth/answers';
import { OAuthError } from '@/lib/oauth/errors';
import { methods } from '@/lib/oauth/methods';
import { readWait } from '@/lib/oauth/prefer';
import { readDeviceCodeGrant, readGrantType, readRefreshGrant } from '@/lib/oauth/requests';
import type { IssuedTokens } from '@/lib/tokens/issue';
import { refreshTokens } from '@/lib/tokens/refresh';

const writeOutcome = (outcome: IssuedTokens | OAuthError): object =>
  outcome instanceof OAuthError ? outcome : writeTokens(outcome);

/** Token endpoint: RFC 6749 §3.2; a pending poll is held for who would wait (RFC 7240 §4.3). */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: clientEndpoint(async ({ ctx, client, proof, parameters, request, answerHeaders }) => {
    switch (readGrantType(parameters)) {
      case 'device_code': {
        const { deviceCode, resources } = readDeviceCodeGrant(parameters);
        const asked = { deviceCode, resources, proof };
        const waitSeconds = readWait(request);
        if (waitSeconds === null) return writeOutcome(await pollDeviceCode(ctx, client, asked));
        const onApplied = (seconds: number) => {
          answerHeaders['preference-applied'] = `wait=${seconds}`;
        };
        const patience = { waitSeconds, signal: request.signal, onApplied };
        return writeOutcome(await redeemOrWait(ctx, client, asked, patience));
      }
      case 'refresh_token':
        return writeTokens(await refreshTokens(ctx, client, { ...readRefreshGrant(parameters), proof }));
    }
  }),
});
