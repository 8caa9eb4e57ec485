import { z } from 'zod';
import { authenticateClient } from '@/lib/clients/authenticate';
import type { ClientCall } from '@/lib/clients/endpoint';
import { administratorsClient } from '@/lib/clients/own-client';
import { type Client, findClient } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { mayRequireOrganization } from '@/lib/device/organizations';
import { redeemDeviceCode } from '@/lib/device/redeem';
import { startDeviceAuthorization } from '@/lib/device/start';
import type { PendingGrant } from '@/lib/device/store';
import { verifyUserCode } from '@/lib/device/verify';
import { wayOnWire } from '@/lib/dialects/authos-ways';
import { offeredWays } from '@/lib/login/ways';
import type { Parameters } from '@/lib/oauth/body';
import type { Call } from '@/lib/oauth/endpoint';
import { OAuthError, tooManyRequests } from '@/lib/oauth/errors';
import {
  read,
  readDeviceAuthorizationRequest,
  readDeviceCodeGrant,
  readGrantType,
} from '@/lib/oauth/requests';
import { limit } from '@/lib/rate-limit/limit';

/** AuthOS's device flow. A device names its client, its organization and its service, which is what the client is called. */

const name = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[A-Za-z0-9_-]+$/);
const readRequested = read(z.object({ client_id: name(500), org: name(100), service: name(100) }));

/** What AuthOS's programs call the administration of the whole server, where it asks for no organization. */
const platform = { org: 'platform', service: 'admin-cli', prefix: 'platform-' };

const serviceOf = (client: Pick<Client, 'id' | 'service'>): string => client.service ?? client.id;

/** There is no list of clients for administrators: whatever begins so and is nobody else's is the one that every installation has. */
export const authenticateAuthOs: typeof authenticateClient = async (ctx, request, parameters) => {
  const id = parameters.get('client_id');
  const isFree = id?.startsWith(platform.prefix) && (await findClient(ctx, id)) === null;
  const known = isFree
    ? new Map([...parameters, ['client_id', administratorsClient.id] as const])
    : parameters;
  return authenticateClient(ctx, request, known);
};

/** The same where the device says for whom: what does not belong together is one answer, as it is in AuthOS. */
export const authenticateAuthOsService: typeof authenticateClient = async (ctx, request, parameters) => {
  const asked = readRequested(parameters);
  const client = await authenticateAuthOs(ctx, request, parameters).catch(asInvalidClient);
  if (await isOf(client, asked)) return client;
  // Whoever tries names of organizations, one after the other.
  await limit('unknown-service', ctx.network ?? '');
  throw invalidClient();
};

type Requested = ReturnType<typeof readRequested>;

async function isOf(client: Client, { client_id, org, service }: Requested): Promise<boolean> {
  const isPlatform =
    org === platform.org && service === platform.service && client_id.startsWith(platform.prefix);
  if (isPlatform || client.administratorsOnly) return isPlatform && client.administratorsOnly;
  return service === serviceOf(client) && mayRequireOrganization(client.id, org);
}

/** Its programs look for these two words. */
const invalidClient = () =>
  new OAuthError('invalid_request', 'Invalid client: there is none of this client_id, org and service.');

function asInvalidClient(error: unknown): never {
  throw error instanceof OAuthError && error.code === 'invalid_client' ? invalidClient() : error;
}

export async function startAuthOsDevice({ ctx, client, proof, parameters }: ClientCall) {
  const authorization = await startDeviceAuthorization(ctx, {
    ...readDeviceAuthorizationRequest(parameters),
    ...{ client, proof },
    ...(client.administratorsOnly
      ? { organizationHint: null, page: '/activate' }
      : { organizationHint: readRequested(parameters).org, organizationRequired: true }),
  });
  return {
    device_code: authorization.deviceCode,
    user_code: authorization.userCode,
    verification_uri: authorization.verificationUri,
    expires_in: authorization.expiresInSeconds,
    interval: authorization.intervalSeconds,
  };
}

/** Its answer has no place for a refresh token. */
export async function redeemAuthOsCode({ ctx, client, proof, parameters }: ClientCall) {
  if (readGrantType(parameters) !== 'device_code')
    throw new OAuthError('unsupported_grant_type', 'Only a device code is taken here.');
  const grant = { ...readDeviceCodeGrant(parameters), proof, withRefresh: false };
  const tokens = await redeemDeviceCode(ctx, client, grant);
  return {
    access_token: tokens.accessToken,
    token_type: tokens.tokenType,
    expires_in: tokens.expiresInSeconds,
  };
}

/** For an activation page that a client hosts itself: whose request it is, and how people can sign in. */
export async function answerVerification({ ctx, parameters }: Call) {
  const grant = await requirePendingGrant(ctx, parameters);
  const isPlatform = grant.administratorsOnly;
  return {
    // Of other systems' devices, which may be allowed for any organization, it is none.
    org_slug: isPlatform ? platform.org : (grant.organizationRequired && grant.organizationHint) || '',
    service_slug: isPlatform
      ? platform.service
      : serviceOf({ id: grant.clientId, service: grant.clientService }),
    available_providers: (await offeredWays()).map(wayOnWire),
  };
}

async function requirePendingGrant(ctx: RequestContext, parameters: Parameters): Promise<PendingGrant> {
  const entered = await verifyUserCode(ctx, parameters.get('user_code') ?? '');
  if (entered.outcome === 'found') return entered.grant;
  if (entered.outcome === 'limited') throw tooManyRequests(900);
  throw new OAuthError(
    'invalid_request',
    'Invalid user code: it is not right, or it has expired or was used.',
  );
}
