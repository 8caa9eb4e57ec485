import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { newId, sha256 } from '@/lib/crypto';
import { findPace, forgetPace, recordPoll } from '@/lib/device/pace';
import { claimDeviceGrant, findPolledGrant, type PolledGrant } from '@/lib/device/redeem-store';
import { decidePoll, slowDownStepSeconds } from '@/lib/device/rules';
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
};

/** The device code grant (RFC 8628 §3.4): tokens once the person has allowed it, else the error that says where it stands. */
export async function redeemDeviceCode(
  ctx: RequestContext,
  client: Client,
  request: DeviceCodeRequest,
): Promise<IssuedTokens> {
  if (!client.deviceFlow)
    throw new OAuthError('unauthorized_client', 'This client may not use the device flow.');
  const deviceCodeHash = sha256(request.deviceCode);
  const grant = await findPolledGrant(deviceCodeHash);
  if (!grant) return refuseUnknownCode(ctx, client);
  if (grant.clientId !== client.id) throw unknownDeviceCode({ reason: 'another_clients' });
  const pace = findPace(grant.id);
  const decision = decidePoll(grant, pace, { clientId: client.id, now: ctx.now });
  const bound = { policy: client.dpop, boundTo: grant.dpopJkt };
  // Whoever has a bound code and not its key changes nothing, not even the pace. Of one that is not bound, a second
  // holder gives himself away whatever he proves (I5).
  if (decision !== 'replayed' || bound.boundTo) await requireProof(bound, request.proof);
  switch (decision) {
    case 'authorization_pending': {
      recordPoll(grant.id, {
        lastPolledAt: ctx.now,
        intervalSeconds: pace?.intervalSeconds ?? grant.intervalSeconds,
      });
      throw new OAuthError('authorization_pending', 'The person has not decided yet.');
    }
    case 'slow_down':
      throw slowDown(ctx, grant, pace?.intervalSeconds ?? grant.intervalSeconds);
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
      return redeem(ctx, client, grant, { ...request, deviceCodeHash });
  }
}

async function redeem(
  ctx: RequestContext,
  client: Client,
  grant: PolledGrant,
  request: DeviceCodeRequest & { deviceCodeHash: Buffer },
) {
  const { deviceCodeHash, proof } = request;
  const proven = proof?.jkt ?? null;
  const dpopJkt = decideBinding({ policy: client.dpop, boundTo: grant.dpopJkt, proven });
  // What the client may not have any more is not granted (I6).
  const scopes = grant.scopes.filter((scope) => client.scopes.includes(scope));
  const keys = await requireSigningKeys(ctx, client, scopes);
  const minted = mintTokens(ctx, { ...client, refresh: client.refresh && request.withRefresh !== false });
  const claimed = await claimDeviceGrant(ctx, {
    deviceCodeHash,
    clientId: client.id,
    sessionId: newId(ctx.now),
    scopes,
    audience: requireAudience(client, request.resources, grant.resources),
    dpopJkt,
    // RFC 9449 §5: a confidential client's refresh tokens are bound to its secret already.
    refreshDpopJkt: client.isConfidential ? null : dpopJkt,
    tokens: minted.rows,
  });
  if (!claimed) throw await whyNotClaimed(deviceCodeHash);
  forgetPace(grant.id);
  return describeTokens(ctx, client, keys, minted, claimed);
}

function slowDown(ctx: RequestContext, grant: PolledGrant, intervalSeconds: number): OAuthError {
  const slower = intervalSeconds + slowDownStepSeconds;
  recordPoll(grant.id, { lastPolledAt: ctx.now, intervalSeconds: slower });
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
