import { randomBytes } from 'node:crypto';
import { exportJWK, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { readDpopProof } from '@/lib/dpop/proof';
import { withDatabase } from '@/lib/testing/database';
import { createDpopKey, type DpopKey, makeProof, requestWith } from '@/lib/testing/dpop';
import { contextAt, later, start } from '@/lib/testing/factories';
import { codeOf } from '@/lib/testing/outcome';

withDatabase();
let key: DpopKey;
beforeAll(async () => {
  key = await createDpopKey();
});

async function read(proof: string, now = start, accessToken?: string) {
  const { jkt, use } = (await readDpopProof(contextAt(now), requestWith({ dpop: proof }), accessToken))!;
  await use();
  return { jkt };
}

test('without the header there is no proof', async () => {
  expect(await readDpopProof(contextAt(start), requestWith({}))).toBeNull();
});

test('a good proof names its key', async () => {
  expect(await read(await makeProof(key))).toEqual({ jkt: key.jkt });
});

test.each(['ES256', 'ES384', 'EdDSA', 'RS256', 'PS256'])('%s is a good algorithm', async (alg) => {
  const other = await createDpopKey(alg);
  expect(await read(await makeProof(other, { header: { alg } }))).toEqual({ jkt: other.jkt });
});

describe('what RFC 9449 §4.3 refuses', () => {
  const bad: Record<string, () => Promise<string>> = {
    'no JWT': async () => 'x',
    'two proofs': async () => `${await makeProof(key)}, ${await makeProof(key)}`,
    'another type': () => makeProof(key, { header: { typ: 'JWT' } }),
    'no jti': () => makeProof(key, { claims: { jti: undefined } }),
    'a jti that is no string': () => makeProof(key, { claims: { jti: 1 } }),
    'no iat': () => makeProof(key, { claims: { iat: undefined } }),
    'another method': () => makeProof(key, { claims: { htm: 'GET' } }),
    'another address': () => makeProof(key, { claims: { htu: 'http://localhost:3000/oauth2/userinfo' } }),
    'another origin': () => makeProof(key, { claims: { htu: 'http://evil.example/oauth2/token' } }),
    'an address that is none': () => makeProof(key, { claims: { htu: '/oauth2/token' } }),
    'a private key in its header': async () =>
      makeProof(key, { header: { jwk: await exportJWK(key.privateKey) } }),
    "another key's signature": async () =>
      makeProof({ ...key, privateKey: (await createDpopKey()).privateKey }),
    'a shared secret': async () => {
      const secret = randomBytes(32);
      const jwk = { kty: 'oct', k: secret.toString('base64url') };
      return new SignJWT({ jti: 'x', htm: 'POST', htu: 'http://localhost:3000/oauth2/token', iat: 1 })
        .setProtectedHeader({ typ: 'dpop+jwt', alg: 'HS256', jwk: jwk as never })
        .sign(secret);
    },
    'no signature': async () => {
      const [, payload] = (await makeProof(key)).split('.');
      const header = { typ: 'dpop+jwt', alg: 'none', jwk: key.publicJwk };
      return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.`;
    },
  };
  test.each(Object.entries(bad))('%s', async (_, make) => {
    expect(await codeOf(read(await make()))).toBe('invalid_dpop_proof');
  });

  test('with an access token, a proof of another one or of none', async () => {
    expect(await read(await makeProof(key, { accessToken: 'dc_a' }), start, 'dc_a')).toEqual({
      jkt: key.jkt,
    });
    for (const accessToken of ['dc_b', undefined])
      expect(
        await codeOf(read(await makeProof(key, accessToken ? { accessToken } : {}), start, 'dc_a')),
      ).toBe('invalid_dpop_proof');
  });
});

describe('nonce and replay', () => {
  test('without our nonce, or with an old one, it asks for one; whatever the clock of the device says', async () => {
    for (const nonce of [undefined, 'of somebody else'])
      expect(await codeOf(read(await makeProof(key, { claims: { nonce } })))).toBe('use_dpop_nonce');
    expect(await codeOf(read(await makeProof(key), later(241)))).toBe('use_dpop_nonce');
    expect(await read(await makeProof(key, { claims: { iat: 86_400 } }), later(119))).toEqual({
      jkt: key.jkt,
    });
  });

  test('htu may carry a query and capitals in its host: neither is compared', async () => {
    const htu = 'http://LOCALHOST:3000/oauth2/token?x=1#y';
    expect(await read(await makeProof(key, { claims: { htu } }))).toEqual({ jkt: key.jkt });
  });

  test('of 50 parallel uses of one proof one succeeds', async () => {
    const proof = await makeProof(key);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () =>
        read(proof).then(
          () => 'accepted',
          (error) => error.code as string,
        ),
      ),
    );
    expect(outcomes.filter((one) => one === 'accepted')).toHaveLength(1);
    expect(outcomes.filter((one) => one === 'invalid_dpop_proof')).toHaveLength(49);
  });

  test('another key may use the same jti', async () => {
    const claims = { jti: 'shared' };
    await read(await makeProof(key, { claims }));
    expect(await codeOf(read(await makeProof(key, { claims })))).toBe('invalid_dpop_proof');
    const other = await createDpopKey();
    expect(await read(await makeProof(other, { claims }))).toEqual({ jkt: other.jkt });
  });
});
