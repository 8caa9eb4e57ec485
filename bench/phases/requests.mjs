/* The requests that the phases send, for each target as it wants them, and what is made over HTTP before a phase. */
import { each, encode, forwardedFor, request } from '../lib/http.mjs';
import { deviceCodeGrant } from '../targets/target.mjs';

export const deviceRequest = (target, clientId = target.clientId) =>
  encode(target.encoding, { client_id: clientId, scope: target.scope });

export const redemption = (target, deviceCode, clientId = target.clientId) =>
  encode(target.encoding, { grant_type: deviceCodeGrant, device_code: deviceCode, client_id: clientId });

export const refreshing = (target, refreshToken) =>
  encode(target.encoding, {
    ...{ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: target.clientId },
  });

/** So many device requests over HTTP. A user code that is taken is drawn again by asking again. */
export function issueMany(target, count, clientId) {
  const { type, body } = deviceRequest(target, clientId);
  return each(Array.from({ length: count }), 16, async (_, index) => {
    let answer;
    for (let attempt = 0; attempt < 3; attempt++) {
      answer = await request(target.base + target.device, { type, body, headers: forwardedFor(index) });
      if (answer.json?.device_code) return answer.json;
    }
    throw new Error(`${target.name} issued no code: ${answer.status} ${answer.text}`);
  });
}

/** Redeems each of these, which were approved, and answers the tokens. */
export const redeemMany = (target, codes, clientId) =>
  each(codes, 16, async (code, index) => {
    const { type, body } = redemption(target, code.device_code, clientId);
    const headers = forwardedFor(index);
    const answer = await request(target.base + target.token, { type, body, headers });
    if (!answer.json?.access_token)
      throw new Error(`${target.name} gave no tokens: ${answer.status} ${answer.text}`);
    return answer.json;
  });
