/* Refreshes, 32 connections: again and again of few sessions, and once each of many that were last used long ago. */
import { issueMany, redeemMany, refreshing } from './requests.mjs';

const connections = 32;
const warmTokens = 100;

/** 200 sessions in rotation: each answer's refresh token is used next. */
export async function refresh({ target, server, options, load, measure }) {
  const codes = await issueMany(target, 200 + warmTokens);
  await server.approve(codes);
  const tokens = (await redeemMany(target, codes)).map((one) => one.refresh_token);
  const { type, body } = refreshing(target, 'TOKEN');
  const template = body.replace('TOKEN', '%TOKEN%');
  const common = { url: target.base + target.token, type, mode: 'refresh', connections };
  const warmUp = [template, ...tokens.splice(0, warmTokens)];
  await load({ ...common, lines: warmUp, seconds: options.warm }, 'refresh');
  return measure('refresh', { ...common, lines: [template, ...tokens] });
}

/** What a device does that comes back after an hour: nothing of its session was written lately. */
export async function refreshLater({ target, server, options, load, measure }) {
  const [warm, count] = [4_000, 20_000];
  const tokens = await server.refreshTokens(warm + count + 2 * connections);
  const requests = tokens.map((token) => refreshing(target, token));
  const lines = requests.map(({ body }) => body);
  const common = { url: target.base + target.token, type: requests[0].type, mode: 'once', connections };
  const warmUp = { ...common, lines: lines.splice(0, warm + connections), limit: warm };
  await load({ ...warmUp, seconds: options.warm }, 'refresh-later');
  return measure('refresh-later', { ...common, lines, limit: count });
}
