import { confirmClient, versionToConfirm } from '@/lib/clients/remembered';
import { requireResources } from '@/lib/clients/resources';
import { decideScopes } from '@/lib/clients/rules';
import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { newId, sha256 } from '@/lib/crypto';
import { cleanClaim } from '@/lib/device/claimed';
import { keyOfHash, rememberPending } from '@/lib/device/remembered';
import { insertDeviceGrant } from '@/lib/device/start-store';
import { formatUserCode, generateUserCode, hashUserCode } from '@/lib/device/user-code';
import type { DpopProof } from '@/lib/dpop/proof';
import { requireSameKey } from '@/lib/dpop/require';
import { env } from '@/lib/env';
import { requireKnownAcr } from '@/lib/login/acr';
import { OAuthError, tooManyRequests } from '@/lib/oauth/errors';
import { limit } from '@/lib/rate-limit/limit';
import { generateOpaque } from '@/lib/tokens/format';

export type DeviceAuthorization = {
  deviceCode: string;
  /** `WDJB-MJHT` */
  userCode: string;
  verificationUri: string;
  verificationUriComplete: string;
  expiresInSeconds: number;
  intervalSeconds: number;
};

export type DeviceRequest = {
  client: Client;
  scopes: string[] | undefined;
  /** RFC 8707. */
  resources: string[];
  /** RFC 9449 §10: the key that alone may use the device code, named or proven. */
  dpopJkt: string | null;
  proof: DpopProof | null;
  /** RFC 9470 §4. */
  acrValues: string[];
  maxAgeSeconds: number | null;
  /** Which organization to preselect, by slug or id; only a hint. */
  organizationHint?: string | null | undefined;
  /** No hint: the slug of the organization for which alone it may be allowed. */
  organizationRequired?: boolean;
  /** Which of our addresses of the activation page to name (an alias of it); a client's own activation URI comes first. */
  page?: string;
  claimedName: string | undefined;
  claimedVersion: string | undefined;
};

/** A user code that another live grant has is drawn again, so often at most. At a million live grants one try in 25,000 collides. */
const maxUserCodes = 4;

/** RFC 8628 §3.1 and §3.2: remember the request, give the two codes. `createUserCode` is an argument only in tests. */
export async function startDeviceAuthorization(
  ctx: RequestContext,
  request: DeviceRequest,
  createUserCode: () => string = generateUserCode,
): Promise<DeviceAuthorization> {
  const { client } = request;
  if (!client.deviceFlow)
    throw new OAuthError('unauthorized_client', 'This client may not use the device flow.');
  const resources = requireResources(client, request.resources);
  const acrValues = requireKnownAcr(request.acrValues);
  const dpopJkt = requireSameKey(request.dpopJkt, request.proof);
  await limit('device-request', `${client.id}|${ctx.network ?? ''}`);
  await request.proof?.use();

  const deviceCode = generateOpaque();
  const deviceCodeHash = sha256(deviceCode);
  const boundTo = client.dpop === 'off' ? null : dpopJkt;
  const expiresAt = new Date(ctx.now.getTime() + client.deviceCodeLifetimeSeconds * 1000);
  for (let attempt = 0; attempt < maxUserCodes; attempt++) {
    const userCode = createUserCode();
    const outcome = await insertDeviceGrant(ctx, {
      id: newId(ctx.now),
      deviceCodeHash,
      userCodeHmac: hashUserCode(userCode),
      clientId: client.id,
      clientVersion: versionToConfirm(client),
      scopes: decideScopes(request.scopes, client.scopes),
      resources,
      dpopJkt: boundTo,
      acrValues,
      maxAgeSeconds: request.maxAgeSeconds,
      organizationHint: request.organizationHint ?? null,
      organizationRequired: request.organizationRequired ?? false,
      claimedName: cleanClaim(request.claimedName),
      claimedVersion: cleanClaim(request.claimedVersion, 40),
      claimedUserAgent: cleanClaim(ctx.userAgent, 200),
      intervalSeconds: client.pollingIntervalSeconds,
      expiresAt,
    });
    if (outcome === 'too_many_pending') throw tooManyRequests(60);
    if (outcome === 'client_changed') await confirmClient(ctx, client);
    if (outcome === 'inserted') {
      // Nobody can have decided it: its user code has not left yet.
      rememberPending(keyOfHash(deviceCodeHash), {
        ...{
          clientId: client.id,
          expiresAt,
          dpopJkt: boundTo,
          intervalSeconds: client.pollingIntervalSeconds,
        },
      });
      return describeAuthorization(request, deviceCode, formatUserCode(userCode));
    }
  }
  throw new OAuthError('temporarily_unavailable', 'No free user code was found. Try again.', {
    retryAfterSeconds: 1,
  });
}

function describeAuthorization(
  { client, page = '/device' }: DeviceRequest,
  deviceCode: string,
  userCode: string,
): DeviceAuthorization {
  const verificationUri = client.activationUri ?? env().publicUrl + page;
  return {
    deviceCode,
    userCode,
    verificationUri,
    verificationUriComplete: withUserCode(verificationUri, userCode),
    expiresInSeconds: client.deviceCodeLifetimeSeconds,
    intervalSeconds: client.pollingIntervalSeconds,
  };
}

/** RFC 8628 §3.2. The client's own address may have a query already. */
function withUserCode(uri: string, userCode: string): string {
  if (!/[?#]/.test(uri)) return `${uri}?user_code=${userCode}`;
  const complete = new URL(uri);
  complete.searchParams.set('user_code', userCode);
  return complete.href;
}
