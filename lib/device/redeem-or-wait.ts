import type { Client } from '@/lib/clients/store';
import { laterOn, type RequestContext } from '@/lib/context';
import { isListening } from '@/lib/db/listener';
import { type DeviceCodeRequest, pollDeviceCode } from '@/lib/device/redeem';
import { keyOfCode, recallPending } from '@/lib/device/remembered';
import { inTurn } from '@/lib/device/turns';
import { hasRoom, waitForDecision } from '@/lib/device/waiting';
import { OAuthError } from '@/lib/oauth/errors';
import type { IssuedTokens } from '@/lib/tokens/issue';

export type Patience = {
  /** How long the device would wait. */
  waitSeconds: number;
  /** Aborted when it has hung up. Then nothing is claimed: the decision is there at its next poll. */
  signal: AbortSignal;
  /** Told once it is known how long the poll can be held. */
  onApplied: (seconds: number) => void;
};

/**
 * The same as {@link pollDeviceCode}, but a pending poll is held until the person decides, the code expires or the time
 * is up (RFC 7240 §4.3): the answer comes at the moment of the click. Too many of one caller at a time are answered at
 * once, as if they had not asked to wait.
 */
export async function redeemOrWait(
  ctx: RequestContext,
  client: Client,
  request: DeviceCodeRequest,
  { waitSeconds, signal, onApplied }: Patience,
): Promise<IssuedTokens | OAuthError> {
  const caller = `${client.id}|${ctx.network ?? ''}`;
  if (!hasRoom(caller)) return pollDeviceCode(ctx, client, request);
  onApplied(waitSeconds);
  const key = keyOfCode(request.deviceCode);
  const until = performance.now() + waitSeconds * 1000;
  for (let now = ctx, isSamePoll = false; ; now = laterOn(ctx), isSamePoll = true) {
    // By now the client may be another than the one that was read when the poll came.
    const asNow: Client = isSamePoll ? { ...client, isRemembered: true } : client;
    const look = () => pollDeviceCode(now, asNow, { ...request, isSamePoll });
    const answer = isSamePoll ? await inTurn(look) : await look();
    if (!(answer instanceof OAuthError) || answer.code !== 'authorization_pending') return answer;
    const pending = recallPending(key);
    // It was decided while we were told that it is pending.
    if (!pending && isListening() && performance.now() < until && !signal.aborted) continue;
    const milliseconds = Math.min(
      until - performance.now(),
      pending ? pending.expiresAt - now.now.getTime() : Number.POSITIVE_INFINITY,
    );
    const outcome = await waitForDecision(key, { caller, milliseconds, signal });
    const isExpired = outcome === 'time_is_up' && performance.now() < until;
    if ((outcome !== 'decided' && !isExpired) || signal.aborted) return answer;
  }
}
