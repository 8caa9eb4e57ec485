/* Device requests, 32 connections. */
import { deviceRequest } from './requests.mjs';

export async function issue({ target, options, load, measure }) {
  const { type, body } = deviceRequest(target);
  // The same body from as many networks.
  const lines = Array.from({ length: 8_192 }, () => body);
  const common = { url: target.base + target.device, type, lines, connections: 32 };
  await load({ ...common, seconds: options.warm }, 'issue');
  return measure('issue', common);
}
