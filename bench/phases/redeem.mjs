/* Codes that were approved, each redeemed once, 32 connections. */
import { issueMany, redemption } from './requests.mjs';

const connections = 32;

export const redeem = (run) => redeemAs(run, 'redeem', run.target.clientId);
/** The same with an access token that is signed (RFC 9068, ES256). */
export const redeemJwt = (run) => redeemAs(run, 'redeem-jwt', 'cli-jwt');

async function redeemAs({ target, server, options, load, measure, rates }, phase, clientId) {
  // As many as device requests come in two seconds: enough for a second or two of redeeming.
  const count = Math.round(Math.min(12_000, Math.max(800, (rates.issue ?? 2_000) * 2)));
  const warm = Math.round(count / 4);
  const codes = await issueMany(target, warm + count + 2 * connections, clientId);
  await server.approve(codes);
  // What tells nodes of decisions has told them by then.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const requests = codes.map((code) => redemption(target, code.device_code, clientId));
  const lines = requests.map(({ body }) => body);
  const common = { url: target.base + target.token, type: requests[0].type, mode: 'once', connections };
  const seconds = Math.max(30, options.seconds);
  await load({ ...common, lines: lines.splice(0, warm + connections), limit: warm, seconds }, phase);
  return measure(phase, { ...common, lines, limit: count, seconds });
}
