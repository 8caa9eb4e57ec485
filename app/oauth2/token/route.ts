import { clientEndpoint } from '@/lib/clients/endpoint';
import { redeemDeviceCode } from '@/lib/device/redeem';
import { redeemOrWait } from '@/lib/device/redeem-or-wait';
import { writeTokens } from '@/lib/oauth/answers';
import { methods } from '@/lib/oauth/methods';
import { readWait } from '@/lib/oauth/prefer';
import { readDeviceCodeGrant, readGrantType, readRefreshGrant } from '@/lib/oauth/requests';
import { refreshTokens } from '@/lib/tokens/refresh';

/** Token endpoint: RFC 6749 §3.2; a pending poll is held for who would wait (RFC 7240 §4.3). */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: clientEndpoint(async ({ ctx, client, proof, parameters, request, answerHeaders }) => {
    switch (readGrantType(parameters)) {
      case 'device_code': {
        const asked = { ...readDeviceCodeGrant(parameters), proof };
        const waitSeconds = readWait(request);
        if (waitSeconds === null) return writeTokens(await redeemDeviceCode(ctx, client, asked));
        const onApplied = (seconds: number) => {
          answerHeaders['preference-applied'] = `wait=${seconds}`;
        };
        const patience = { waitSeconds, signal: request.signal, onApplied };
        return writeTokens(await redeemOrWait(ctx, client, asked, patience));
      }
      case 'refresh_token':
        return writeTokens(await refreshTokens(ctx, client, { ...readRefreshGrant(parameters), proof }));
    }
  }),
});
