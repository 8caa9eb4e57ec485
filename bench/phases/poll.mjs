/* Polls of pending logins, 64 connections: what a server is asked most. */
import { issueMany, redemption } from './requests.mjs';

/**
 * A server that keeps the pace must be asked about each code every four seconds at most (an interval of five, and one of grace).
 * So every code is polled once before, for as long as the warm-up may take, and those that were are then polled in rotation.
 */
export async function poll({ target, server, options, load, measure }) {
  const codes = server.pendingCodes
    ? await server.pendingCodes(options.codes)
    : (await issueMany(target, 2_000)).map((one) => one.device_code);
  const requests = codes.map((code) => redemption(target, code));
  const lines = requests.map(({ body }) => body);
  const { type } = requests[0];
  const common = { url: target.base + target.token, type, connections: 64 };
  if (!target.keepsPace) {
    await load({ ...common, lines, seconds: options.warm }, 'poll');
    return measure('poll', { ...common, lines });
  }
  const { answers } = await load(
    { ...common, lines, mode: 'once', limit: lines.length - 64, seconds: options.first },
    'poll',
  );
  return measure('poll', { ...common, lines: lines.slice(0, answers) });
}
