import fc from 'fast-check';
import { expect, test } from '../testing/database-test';
import { deviceCodeGrant, send } from '../testing/wire';

/** Whatever is sent, the answer is never a fault of ours. FUZZ_RUNS=50000 before a release. */
const runs = Number(process.env.FUZZ_RUNS ?? 1_000);
const parallel = 8;

const paths = [
  '/oauth2/device_authorization',
  '/oauth2/token',
  '/oauth2/revoke',
  '/oauth2/introspection',
  '/oauth2/userinfo',
];

const name = fc.oneof(
  fc.constantFrom(
    ...['client_id', 'client_secret', 'grant_type', 'device_code', 'refresh_token', 'scope', 'token'],
    ...['resource', 'dpop_jkt', 'acr_values', 'max_age'],
    ...['token_type_hint', 'device_name', 'client_name', 'client_version', '__proto__', 'constructor', ''],
  ),
  fc.string(),
);
const text = fc.oneof(
  fc.constantFrom(
    'doorcode-cli',
    deviceCodeGrant,
    'refresh_token',
    'device_code',
    'openid',
    '\0',
    '\ud800',
    '%',
    '+',
  ),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 3_000 }),
);
const escaped = text.map((value) => encodeURIComponent(value.toWellFormed()));
const formBody = fc
  .array(fc.tuple(name, fc.oneof(text, escaped)), { maxLength: 8 })
  .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));
const knownForm = fc
  .dictionary(name, text)
  .map((fields) => new URLSearchParams({ client_id: 'doorcode-cli', ...fields }).toString());
const jsonBody = fc
  .dictionary(name, fc.oneof(text, fc.jsonValue()))
  .map((fields) => JSON.stringify({ client_id: 'doorcode-cli', grant_type: deviceCodeGrant, ...fields }));
const junk = fc.uint8Array({ maxLength: 2_000 });

const body = fc.oneof(formBody, knownForm, jsonBody, fc.json(), junk);
const type = fc.constantFrom(
  ...[
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded',
    'application/json',
    'application/json',
  ],
  ...['application/x-www-form-urlencoded; charset=utf-16', 'text/plain'],
);
const header = fc.string({
  unit: fc
    .integer({ min: 0x20, max: 0xff })
    .filter((code) => code !== 0x7f)
    .map((code) => String.fromCharCode(code)),
});
const authorization = fc.option(
  fc.oneof(
    header,
    text.map((value) => `Basic ${Buffer.from(value).toString('base64')}`),
    header.map((value) => `Bearer ${value}`),
    header.map((value) => `DPoP ${value}`),
  ),
  { nil: undefined, freq: 3 },
);

/** Something like a proof: three parts, the first of which may be a header that is nearly right. */
const jwk = fc.oneof(
  fc.constant({ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }),
  fc.constant({ kty: 'oct', k: 'AA' }),
  fc.constant({ kty: 'RSA', n: 'AA', e: 'AQAB' }),
  fc.constant({ kty: 'OKP', crv: 'Ed25519', x: 'AA' }),
  fc.jsonValue(),
);
const proofHeader = fc.record({
  typ: fc.constantFrom('dpop+jwt', 'JWT'),
  alg: fc.constantFrom('ES256', 'RS256', 'EdDSA', 'none', 'HS256'),
  jwk,
});
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const dpop = fc.option(
  fc.oneof(
    header,
    fc
      .tuple(proofHeader, fc.jsonValue(), fc.base64String())
      .map(([first, second, third]) => `${base64url(first)}.${base64url(second)}.${third}`),
  ),
  { nil: undefined, freq: 3 },
);

for (const path of paths)
  test(`${runs / paths.length} generated bodies to ${path} never give a 5xx`, async ({ server }) => {
    test.setTimeout(60_000 + runs * 20);
    const statuses = new Set<number>();
    const check = async (sent: {
      body: string | Uint8Array;
      type: string;
      authorization: string | undefined;
      dpop: string | undefined;
    }) => {
      const answer = await send(server.url + path, {
        method: 'POST',
        body: new Uint8Array(Buffer.from(sent.body as string)),
        headers: {
          'content-type': sent.type,
          ...(sent.authorization === undefined ? {} : { authorization: sent.authorization }),
          ...(sent.dpop === undefined ? {} : { dpop: sent.dpop }),
        },
      });
      statuses.add(answer.status);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers.get('content-type') ?? 'application/json').toBe('application/json');
    };
    // Some at a time: fast-check runs one property after the other, so each run takes a few inputs.
    const batch = fc.array(fc.record({ body, type, authorization, dpop }), {
      minLength: parallel,
      maxLength: parallel,
    });
    await fc.assert(
      fc.asyncProperty(batch, async (inputs) => {
        await Promise.all(inputs.map(check));
      }),
      { numRuns: Math.ceil(runs / paths.length / parallel), endOnFailure: true },
    );
    expect(statuses.size).toBeGreaterThan(0);
  });
