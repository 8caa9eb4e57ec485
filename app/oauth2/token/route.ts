import { clientEndpoint } from '@/lib/clients/endpoint';
import { redeemDeviceCode } from '@/lib/device/redeem';
import { writeTokens } from '@/lib/oauth/answers';
import { methods } from '@/lib/oauth/methods';
import { readDeviceCodeGrant, readGrantType, readRefreshGrant } from '@/lib/oauth/requests';
import { refreshTokens } from '@/lib/tokens/refresh';

/** Token endpoint: RFC 6749 §3.2. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: clientEndpoint(async ({ ctx, client, proof, parameters }) => {
    switch (readGrantType(parameters)) {
      case 'device_code':
        return writeTokens(
          await redeemDeviceCode(ctx, client, { ...readDeviceCodeGrant(parameters), proof }),
        );
      case 'refresh_token':
        return writeTokens(await refreshTokens(ctx, client, { ...readRefreshGrant(parameters), proof }));
    }
  }),
});
