import { clientEndpoint } from '@/lib/clients/endpoint';
import { startDeviceAuthorization } from '@/lib/device/start';
import { writeDeviceAuthorization } from '@/lib/oauth/answers';
import { methods } from '@/lib/oauth/methods';
import { readDeviceAuthorizationRequest } from '@/lib/oauth/requests';

/** Device authorization endpoint: RFC 8628 §3.1. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: clientEndpoint(async ({ ctx, client, proof, parameters }) => {
    const request = { ...readDeviceAuthorizationRequest(parameters), client, proof };
    return writeDeviceAuthorization(await startDeviceAuthorization(ctx, request));
  }),
});
