/* A service that asks about the tokens it is shown (RFC 7662), 32 connections, over as many tokens as are in use. */
import { encode } from '../lib/http.mjs';
import { callerAuthorization } from '../targets/target.mjs';
import { issueMany, redeemMany } from './requests.mjs';

const connections = 32;

export async function introspect({ target, server, options, load, measure }) {
  const tokens = server.accessTokens ? await server.accessTokens(5_000) : await freshTokens(target, server);
  const requests = tokens.map((token) => encode('form', { token }));
  const common = {
    ...{ url: target.base + target.introspection, type: requests[0].type, connections },
    ...{ lines: requests.map(({ body }) => body), authorization: callerAuthorization },
  };
  // Each is asked about before, as tokens in use have been.
  const each = { ...common, mode: 'once', limit: tokens.length - connections, seconds: options.first };
  await load(each, 'introspect');
  return measure('introspect', common);
}

async function freshTokens(target, server) {
  const codes = await issueMany(target, 200);
  await server.approve(codes);
  return (await redeemMany(target, codes)).map((one) => one.access_token);
}
