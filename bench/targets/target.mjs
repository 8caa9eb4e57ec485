/* What every target says of itself, with what OAuth servers have in common. */

const firstPort = Number(process.env.BENCH_PORT ?? 4110);

export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/**
 * name, label, place (of its port), phases; `device`, `token`, `introspection`, `ready`: paths; `clientId`, `scope`, `encoding`; `kinds`: the
 * right kind of answer where it is not the usual one; `open(bench)`: makes its database and starts it. What that answers has
 * pid, readyMs, stop, and ways to prepare a phase: `approve(codes)` always, and where it can be done faster than over HTTP,
 * `pendingCodes(count)`, `refreshTokens(count)` and `accessTokens(count)`.
 */
export const target = ({ place, ...own }) => ({
  ...{ clientId: 'cli', scope: 'api offline_access', encoding: 'form' },
  ...own,
  ...{ port: firstPort + place, base: `http://127.0.0.1:${firstPort + place}` },
  kinds: {
    ...{ poll: '400 authorization_pending', issue: '200 issued', redeem: '200 token+refresh' },
    ...{
      'redeem-jwt': '200 jwt+refresh',
      refresh: '200 token+refresh',
      'refresh-later': '200 token+refresh',
    },
    ...{ introspect: '200 active' },
    ...own.kinds,
  },
});

/** Who asks about tokens (RFC 7662): a service with a secret. */
export const callerSecret = 'the-secret-of-the-resource-server-of-the-benchmark';
export const callerAuthorization = `Basic ${Buffer.from(`resource-server:${callerSecret}`).toString('base64')}`;
