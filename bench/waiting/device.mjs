/* A device that waits: it polls with `Prefer: wait=25` (RFC 7240 §4.3), over a connection of its own, until it has its tokens. */
import { encode, forwardedFor, request } from '../lib/http.mjs';
import { deviceCodeGrant } from '../targets/target.mjs';

const intervalMs = 5_000;

/**
 * Answers when it had its tokens (of `performance.now()`), and how its polls were answered. Where the server did not say that it
 * waited (Preference-Applied), the device does, as RFC 8628 §3.5 asks.
 */
export async function waitForTokens(url, { deviceCode, index, isEnough = () => false }) {
  const { type, body } = encode('form', {
    ...{ grant_type: deviceCodeGrant, device_code: deviceCode, client_id: 'cli' },
  });
  const headers = { ...forwardedFor(index), prefer: 'wait=25' };
  const polls = { held: 0, plain: 0, broken: 0 };
  while (!isEnough()) {
    const answer = await request(url, { type, body, headers, using: false }).catch(() => null);
    if (!answer) {
      // RFC 8628 §3.5: after a connection that failed, slower.
      polls.broken += 1;
      await new Promise((resolve) => setTimeout(resolve, 2 * intervalMs));
      continue;
    }
    if (answer.json?.access_token) return { at: performance.now(), polls };
    if (answer.json?.error !== 'authorization_pending')
      throw new Error(`a device that waits was answered ${answer.status} ${answer.text}`);
    const isHeld = answer.headers['preference-applied'] !== undefined;
    polls[isHeld ? 'held' : 'plain'] += 1;
    if (!isHeld) await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
  return { at: undefined, polls };
}
