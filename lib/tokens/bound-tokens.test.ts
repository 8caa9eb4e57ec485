import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '@/lib/clients/store';
import { prisma } from '@/lib/db/prisma';
import { redeemDeviceCode } from '@/lib/device/redeem';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import { createDpopKey, type DpopKey, makeProof, requestWith } from '@/lib/testing/dpop';
import {
  allow,
  contextAt,
  createClient,
  createSignedInPerson,
  createTokens,
  enter,
  isLive,
  later,
  redeem,
  refresh,
  start,
  startDevice,
} from '@/lib/testing/factories';
import { codeOf } from '@/lib/testing/outcome';
import { requireAccessToken } from '@/lib/tokens/bearer';
import { refreshTokens } from '@/lib/tokens/refresh';

withDatabase();
let person: Person;
let client: Client;
let key: DpopKey;
let thief: DpopKey;
beforeAll(async () => {
  person = await createSignedInPerson();
  client = await createClient({ accessTokenFormat: 'jwt' });
  [key, thief] = [await createDpopKey(), await createDpopKey()];
});

async function createAllowed(of: Client, dpopJkt: string | null) {
  const device = await startDevice(of, contextAt(start), { dpopJkt });
  await allow(person, await enter(person, device.userCode));
  return device.deviceCode;
}

async function createBound(of = client) {
  return redeem(of, await createAllowed(of, key.jkt), start, { dpopJkt: key.jkt });
}

describe('a device code that was bound from the first request', () => {
  test('is useless without the key, and still good with it', async () => {
    const deviceCode = await createAllowed(client, key.jkt);
    expect(await codeOf(redeem(client, deviceCode))).toBe('invalid_dpop_proof');
    expect(await codeOf(redeem(client, deviceCode, start, { dpopJkt: thief.jkt }))).toBe('invalid_grant');
    const tokens = await redeem(client, deviceCode, start, { dpopJkt: key.jkt });
    expect(tokens.tokenType).toBe('DPoP');
    expect(decodeJwt(tokens.accessToken).cnf).toEqual({ jkt: key.jkt });
  });

  test('a thief’s polls do not slow its owner down', async () => {
    const { deviceCode } = await startDevice(client, contextAt(start), { dpopJkt: key.jkt });
    for (let i = 0; i < 5; i++)
      expect(await codeOf(redeem(client, deviceCode, start, { dpopJkt: thief.jkt }))).toBe('invalid_grant');
    expect(await codeOf(redeem(client, deviceCode, start, { dpopJkt: key.jkt }))).toBe(
      'authorization_pending',
    );
  });

  test('a thief with a redeemed code does not end its owner’s session', async () => {
    const deviceCode = await createAllowed(client, key.jkt);
    const { accessToken } = await redeem(client, deviceCode, start, { dpopJkt: key.jkt });
    expect(await codeOf(redeem(client, deviceCode, later(60), { dpopJkt: thief.jkt }))).toBe('invalid_grant');
    expect(await isLive(accessToken, later(60))).toBe(true);
  });
});

describe('a device code that was not bound', () => {
  test('gives bound tokens to whoever redeems it with a proof', async () => {
    const deviceCode = await createAllowed(client, null);
    expect((await redeem(client, deviceCode, start, { dpopJkt: key.jkt })).tokenType).toBe('DPoP');
  });

  test('is not taken from its owner by a thief who polls first with a key', async () => {
    const { deviceCode, userCode } = await startDevice(client);
    expect(await codeOf(redeem(client, deviceCode, start, { dpopJkt: thief.jkt }))).toBe(
      'authorization_pending',
    );
    await allow(person, await enter(person, userCode));
    expect((await redeem(client, deviceCode, later(5))).tokenType).toBe('Bearer');
  });

  test.each(['optional', 'required'] as const)(
    'shown again after a thief redeemed it with his key, it ends his session (I5): %s',
    async (dpop) => {
      const of = await createClient({ dpop });
      const deviceCode = await createAllowed(of, null);
      const stolen = await redeem(of, deviceCode, start, { dpopJkt: thief.jkt });
      expect(await codeOf(redeem(of, deviceCode, later(31)))).toBe('invalid_grant');
      expect(await isLive(stolen.accessToken, later(31))).toBe(false);
    },
  );
});

describe('a refresh token', () => {
  test('of a public client is bound: without the key nothing happens to it or its family', async () => {
    const tokens = await createBound();
    const used = await refresh(client, tokens.refreshToken!, start, { dpopJkt: key.jkt });
    for (const dpopJkt of [null, thief.jkt])
      for (const token of [tokens.refreshToken!, used.refreshToken!])
        expect(await codeOf(refresh(client, token, later(60), { dpopJkt }))).toMatch(/^invalid_/);
    const next = await refresh(client, used.refreshToken!, later(60), { dpopJkt: key.jkt });
    expect(decodeJwt(next.accessToken).cnf).toEqual({ jkt: key.jkt });
  });

  test('of a confidential client is bound to its secret: the next access token may have another key', async () => {
    const confidential = await createClient({ accessTokenFormat: 'jwt' }, 'secret');
    const tokens = await createBound(confidential);
    const next = await refresh(confidential, tokens.refreshToken!, start, { dpopJkt: thief.jkt });
    expect(decodeJwt(next.accessToken).cnf).toEqual({ jkt: thief.jkt });
    // The same successor is another key's by now: a retry with a different one is no retry.
    expect(await codeOf(refresh(confidential, tokens.refreshToken!, start, { dpopJkt: key.jkt }))).toBe(
      'invalid_grant',
    );
  });

  test('that was not bound is from the first proof on', async () => {
    const tokens = await createTokens(client, person);
    const bound = await refresh(client, tokens.refreshToken, start, { dpopJkt: key.jkt });
    expect(bound.tokenType).toBe('DPoP');
    expect(await codeOf(refresh(client, bound.refreshToken!, later(20)))).toBe('invalid_dpop_proof');
  });

  test('that a thief used with his own key ends the family when its owner comes (I4)', async () => {
    const { refreshToken } = await createTokens(client, person);
    const stolen = await refresh(client, refreshToken, start, { dpopJkt: thief.jkt });
    expect(await codeOf(refresh(client, refreshToken, later(11)))).toBe('invalid_grant');
    expect(await isLive(stolen.accessToken, later(11))).toBe(false);
    expect(await codeOf(refresh(client, stolen.refreshToken!, later(11), { dpopJkt: thief.jkt }))).toBe(
      'invalid_grant',
    );
  });

  test('that a thief used with his own key ends the family even within the seconds of a retry', async () => {
    const { refreshToken } = await createTokens(client, person);
    const stolen = await refresh(client, refreshToken, start, { dpopJkt: thief.jkt });
    expect(await codeOf(refresh(client, refreshToken, later(5)))).toBe('invalid_grant');
    expect(await isLive(stolen.accessToken, later(5))).toBe(false);
  });

  test('reused without a proof still ends its family after the client came to require one', async () => {
    const of = await createClient();
    const { refreshToken } = await createTokens(of, person);
    const stolen = await refresh(of, refreshToken);
    const strict = { ...of, dpop: 'required' as const };
    expect(await codeOf(refresh(strict, refreshToken, later(11)))).toBe('invalid_grant');
    expect(await isLive(stolen.accessToken, later(11))).toBe(false);
  });

  test('100 parallel refreshes with the key give one family', async () => {
    const { refreshToken } = await createBound();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => refresh(client, refreshToken!, start, { dpopJkt: key.jkt })),
    );
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
    expect(new Set(answers.map((answer) => decodeJwt(answer.accessToken).jti)).size).toBe(1);
  });
});

test('a proof that comes with a credential that nobody has is not written down', async () => {
  const proof = { jkt: key.jkt, use: () => Promise.reject(new Error('it was used')) };
  const asked = { resources: [], proof };
  const poll = redeemDeviceCode(contextAt(start), client, { ...asked, deviceCode: 'unknown' });
  expect(await codeOf(poll)).toBe('invalid_grant');
  const use = refreshTokens(contextAt(start), client, { ...asked, refreshToken: 'x', scopes: undefined });
  expect(await codeOf(use)).toBe('invalid_grant');
});

describe('policy of the client', () => {
  test('required: no tokens without a proof', async () => {
    const strict = await createClient({ dpop: 'required' });
    const deviceCode = await createAllowed(strict, null);
    expect(await codeOf(redeem(strict, deviceCode))).toBe('invalid_dpop_proof');
    expect((await redeem(strict, deviceCode, start, { dpopJkt: key.jkt })).tokenType).toBe('DPoP');
  });

  test('off: a proof changes nothing', async () => {
    const off = await createClient({ dpop: 'off' });
    const deviceCode = await createAllowed(off, key.jkt);
    expect((await redeem(off, deviceCode, start, { dpopJkt: key.jkt })).tokenType).toBe('Bearer');
    const session = await prisma().session.findFirstOrThrow({ where: { clientId: off.id } });
    expect(await prisma().refreshToken.findMany({ where: { sessionId: session.id } })).toMatchObject([
      { dpopJkt: null },
    ]);
  });
});

describe('using a bound access token here (RFC 9449 §7)', () => {
  const url = 'http://localhost:3000/oauth2/userinfo';
  const use = async (headers: Record<string, string>) =>
    requireAccessToken(contextAt(start), requestWith(headers, url, 'GET')).then(
      () => 'accepted',
      (error) => `${error.status} ${error.code}`,
    );
  const proofFor = (accessToken: string, by = key) =>
    makeProof(by, { accessToken, claims: { htm: 'GET', htu: url } });

  test.each(['opaque', 'jwt'] as const)(
    '%s: with the scheme DPoP and the proof of its key, and no other way',
    async (format) => {
      const of = await createClient({ accessTokenFormat: format });
      const { accessToken } = await createBound(of);
      const bound = { authorization: `DPoP ${accessToken}` };
      expect(await use({ ...bound, dpop: await proofFor(accessToken) })).toBe('accepted');
      expect(await use({ authorization: `Bearer ${accessToken}` })).toBe('401 invalid_token');
      expect(await use({ authorization: `Bearer ${accessToken}`, dpop: await proofFor(accessToken) })).toBe(
        '401 invalid_token',
      );
      expect(await use(bound)).toBe('401 invalid_dpop_proof');
      expect(await use({ ...bound, dpop: await proofFor(accessToken, thief) })).toBe(
        '401 invalid_dpop_proof',
      );
      expect(await use({ ...bound, dpop: await proofFor('another') })).toBe('401 invalid_dpop_proof');
    },
  );

  test('a bearer token does not become a bound one', async () => {
    const { accessToken } = await createTokens(client, person);
    const headers = { authorization: `DPoP ${accessToken}`, dpop: await proofFor(accessToken) };
    expect(await use(headers)).toBe('401 invalid_token');
  });
});
