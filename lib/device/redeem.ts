import { confirmClient, versionToConfirm } from '@/lib/clients/remembered';
import { resourcesOf } from '@/lib/clients/resources';
import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { newId } from '@/lib/crypto';
import { claimDeviceGrant, findPolledGrant, type PolledGrant } from '@/lib/device/redeem-store';
import {
  findPace,
  forgetDevice,
  hashOfKey,
  keyOfCode,
  readAndRemember,
  recallApproved,
  recallPending,
  recordPoll,
} from '@/lib/device/remembered';
import { decidePoll, isTooFast, slowDownStepSeconds } from '@/lib/device/rules';
import type { DpopProof } from '@/lib/dpop/proof';
import { requireProof } from '@/lib/dpop/require';
import { decideBinding } from '@/lib/dpop/rules';
import { type FailureReason, OAuthError } from '@/lib/oauth/errors';
import { isWithinLimit } from '@/lib/rate-limit/limit';
import { endSessionOfGrant } from '@/lib/sessions/end';
import { requireAudience } from '@/lib/tokens/audience';
import { describeTokens, type IssuedTokens, requireSigningKeys } from '@/lib/tokens/issue';
import { mintTokens } from '@/lib/tokens/mint';

export type DeviceCodeRequest = {
  deviceCode: string;
  /** RFC 8707. */
  resources: string[];
  /** RFC 9449. */
  proof: DpopProof | null;
  /** `false`: the answer has no place for a refresh token, whatever the client may have. */
  withRefresh?: boolean;
  /** A poll that was held looks again: that is no further poll. */
  isSamePoll?: boolean;
};

/** The device code grant (RFC 8628 §3.4): tokens once the person has allowed it, else the error that says where it stands. */
export async function redeemDeviceCode(
  ctx: RequestContext,
  client: Client,
  request: DeviceCodeRequest,
): Promise<IssuedTokens> {
  const outcome = await pollDeviceCode(ctx, client, request);
  if (outcome instanceof OAuthError) throw outcome;
  return outcome;
}

/** The same; that it is pending, or polled too fast, is returned and not thrown: it is what most polls hear. */
export async function pollDeviceCode(
  ctx: RequestContext,
  client: Client,
  request: DeviceCodeRequest,
): Promise<IssuedTokens | OAuthError> {
  if (!client.deviceFlow)
    throw new OAuthError('unauthorized_client', 'This client may not use the device flow.');
  const key = keyOfCode(request.deviceCode);
  const pending = recallPending(key);
  if (pending && pending.clientId === client.id && pending.expiresAt > ctx.now.getTime()) {
    if (pending.dpopJkt || request.proof || client.dpop === 'required')
      await requireProof({ policy: client.dpop, boundTo: pending.dpopJkt }, request.proof);
    return pollPending(ctx, key, request, pending.intervalSeconds);
  }
  const asked = { ...request, key, deviceCodeHash: hashOfKey(key) };
  if (recallApproved(key)) {
    const tokens = await claimAtOnce(ctx, client, asked);
    if (tokens) return tokens;
  }
  return lookAndRedeem(ctx, client, asked);
}

type Asked = DeviceCodeRequest & { deviceCodeHash: Buffer; key: string };

async function lookAndRedeem(
  ctx: RequestContext,
  client: Client,
  asked: Asked,
): Promise<IssuedTokens | OAuthError> {
  const { key, deviceCodeHash, proof } = asked;
  const grant = await readAndRemember(key, () => findPolledGrant(deviceCodeHash));
  if (!grant) return refuseUnknownCode(ctx, client);
  if (grant.clientId !== client.id) throw unknownDeviceCode({ reason: 'another_clients' });
  const decision = decidePoll(grant, findPace(key), { clientId: client.id, now: ctx.now });
  const bound = { policy: client.dpop, boundTo: grant.dpopJkt };
  // Whoever has a bound code and not its key changes nothing, not even the pace. Of one that is not bound, a second
  // holder gives himself away whatever he proves (I5).
  if (decision !== 'replayed' || bound.boundTo) await requireProof(bound, proof);
  switch (decision) {
    case 'authorization_pending':
    case 'slow_down':
      return pollPending(ctx, key, asked, grant.intervalSeconds);
    case 'access_denied':
      throw new OAuthError('access_denied', 'The request was denied.');
    case 'expired_token':
      throw new OAuthError('expired_token', 'The device code has expired. Start again.');
    case 'invalid_grant':
      throw unknownDeviceCode();
    case 'replayed':
      await endSessionOfGrant(ctx, grant.id);
      throw unknownDeviceCode();
    case 'redeem':
      return redeemFound(ctx, client, grant, asked);
  }
}

/**
 * We have heard that it was allowed: it is claimed without a look, in the plain case, where nothing has to be known of the
 * grant before. Null: this is another case, so look.
 */
async function claimAtOnce(ctx: RequestContext, client: Client, asked: Asked): Promise<IssuedTokens | null> {
  if (asked.proof || client.dpop === 'required' || asked.resources.length > 0) return null;
  return claim(ctx, client, asked, {
    ...{ scopes: client.scopes, audience: resourcesOf(client), dpopJkt: null },
  });
}

async function redeemFound(
  ctx: RequestContext,
  client: Client,
  grant: PolledGrant,
  asked: Asked,
): Promise<IssuedTokens> {
  const proven = asked.proof?.jkt ?? null;
  const tokens = await claim(ctx, client, asked, {
    // What the client may not have any more is not granted (I6).
    scopes: grant.scopes.filter((scope) => client.scopes.includes(scope)),
    audience: requireAudience(client, asked.resources, grant.resources),
    dpopJkt: decideBinding({ policy: client.dpop, boundTo: grant.dpopJkt, proven }),
  });
  if (tokens) return tokens;
  await confirmClient(ctx, client);
  throw await whyNotClaimed(asked.deviceCodeHash);
}

/** Null: it could not be claimed, and nothing has happened. */
async function claim(
  ctx: RequestContext,
  client: Client,
  { deviceCodeHash, key, withRefresh }: Asked,
  most: { scopes: string[]; audience: string[]; dpopJkt: string | null },
): Promise<IssuedTokens | null> {
  const keys = await requireSigningKeys(ctx, client, most.scopes);
  const minted = mintTokens(ctx, { ...client, refresh: client.refresh && withRefresh !== false });
  const claimed = await claimDeviceGrant(ctx, {
    ...most,
    deviceCodeHash,
    clientId: client.id,
    clientVersion: versionToConfirm(client),
    sessionId: newId(ctx.now),
    // RFC 9449 §5: a confidential client's refresh tokens are bound to its secret already.
    refreshDpopJkt: client.isConfidential ? null : most.dpopJkt,
    tokens: minted.rows,
  });
  if (!claimed) return null;
  forgetDevice(key);
  return describeTokens(ctx, client, keys, minted, claimed);
}

/** RFC 8628 §3.5. How fast it polls is the one thing about a poll that is kept. */
function pollPending(
  ctx: RequestContext,
  key: string,
  { isSamePoll }: DeviceCodeRequest,
  ownIntervalSeconds: number,
): OAuthError {
  const pace = findPace(key);
  const intervalSeconds = pace?.intervalSeconds ?? ownIntervalSeconds;
  const lastPolledAt = ctx.now.getTime();
  if (isSamePoll || !isTooFast(pace, lastPolledAt)) {
    if (!isSamePoll) recordPoll(key, { lastPolledAt, intervalSeconds });
    return new OAuthError('authorization_pending', 'The person has not decided yet.');
  }
  const slower = intervalSeconds + slowDownStepSeconds;
  recordPoll(key, { lastPolledAt, intervalSeconds: slower });
  return new OAuthError('slow_down', `Too fast. Wait ${slower} seconds between polls.`, {
    members: { interval: slower },
  });
}

/** Lost the race to a parallel poll; or the person, client or membership is gone, which leaves the grant approved (I6). */
async function whyNotClaimed(deviceCodeHash: Buffer): Promise<OAuthError> {
  const grant = await findPolledGrant(deviceCodeHash);
  if (grant?.status !== 'approved') return unknownDeviceCode();
  return new OAuthError('invalid_grant', 'Whoever allowed it may not sign in any more.', {
    reason: 'not_allowed_any_more',
  });
}

/** Unknown codes are limited per source; on a polling endpoint a limit answers slow_down. */
async function refuseUnknownCode(ctx: RequestContext, client: Client): Promise<never> {
  if (await isWithinLimit('unknown-device-code', ctx.network ?? '')) throw unknownDeviceCode();
  const interval = client.pollingIntervalSeconds + slowDownStepSeconds;
  throw new OAuthError('slow_down', 'Too many unknown device codes.', { members: { interval } });
}

const unknownDeviceCode = (extra: { reason?: FailureReason } = {}) =>
  new OAuthError('invalid_grant', 'The device code is unknown or was already used.', extra);
