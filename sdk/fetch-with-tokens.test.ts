import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { createDpopKey } from './dpop-key.js';
import { fetchWithTokens } from './fetch-with-tokens.js';
import { failureOf, client as plain, startFakeServer } from './testing/setting.js';
import type { Tokens } from './tokens.js';

const bearer: Tokens = { accessToken: 'dc_a', tokenType: 'bearer' };

async function setting() {
  const fake = await startFakeServer();
  const client = { ...plain, dpopKey: await createDpopKey() };
  const bound: Tokens = { accessToken: 'dc_a', tokenType: 'dpop', keyThumbprint: client.dpopKey.thumbprint };
  return { fake, client, bound, url: `${fake.url}/api/things` };
}

test('bearer tokens go as Bearer, with or without a key, those of older versions too', async () => {
  const { fake, client, url } = await setting();
  for (const tokens of [bearer, { accessToken: 'dc_a' }]) {
    const answer = await fetchWithTokens(client, tokens, url, { headers: { accept: 'text/html' } });
    expect(await answer.json()).toEqual({ things: [] });
  }
  await fetchWithTokens(plain, bearer, url, { headers: { 'user-agent': 'mine' } });
  const expected = { authorization: 'Bearer dc_a', proof: undefined };
  expect(fake.seen).toMatchObject([expected, expected, expected]);
  expect(fake.seen.map(({ userAgent }) => userAgent.split(' ')[0])).toEqual([
    'acme/1.2.0',
    'acme/1.2.0',
    'mine',
  ]);
});

test('bound tokens go as DPoP, with a proof of this method, address and token', async () => {
  const { fake, client, bound, url } = await setting();
  await fetchWithTokens(client, bound, `${url}#top`, { method: 'patch' });
  expect(fake.seen[0]).toMatchObject({
    authorization: 'DPoP dc_a',
    proof: { htm: 'PATCH', htu: url, ath: expect.any(String) },
  });
});

test('the nonce of the API is learnt once, and the body goes with both requests', async () => {
  const { fake, client, bound, url } = await setting();
  fake.script.nonce = 'api-nonce';
  const body = new URLSearchParams({ name: 'thing' });
  for (const _ of [1, 2])
    expect((await fetchWithTokens(client, bound, url, { method: 'POST', body })).ok).toBe(true);
  expect(fake.seen.map(({ proof, form }) => [proof?.nonce, form.name])).toEqual([
    [undefined, 'thing'],
    ['api-nonce', 'thing'],
    ['api-nonce', 'thing'],
  ]);
});

test.each([
  ['a stream', () => new Blob(['name=thing']).stream()],
  ["a stream of Node's", () => Readable.from([Buffer.from('name=thing')])],
])(
  '%s is sent once; the answer says that a nonce is wanted, and the next request has it',
  async (_, body) => {
    const { fake, client, bound, url } = await setting();
    fake.script.nonce = 'api-nonce';
    const post = () =>
      fetchWithTokens(client, bound, url, {
        method: 'POST',
        body: body(),
        duplex: 'half',
      } as unknown as RequestInit);
    expect([(await post()).status, (await post()).status]).toEqual([401, 200]);
    expect(fake.seen.map(({ form }) => form.name)).toEqual(['thing', 'thing']);
  },
);

test.each([
  { status: 401, headers: { 'www-authenticate': 'DPoP error="invalid_token"' }, body: { why: 'over' } },
  { status: 503, body: { why: 'tired' } },
  { status: 302, headers: { location: 'https://elsewhere.example/' }, body: {} },
])('an answer is given as it is: $status', async (answer) => {
  const { fake, client, bound, url } = await setting();
  fake.script.api = answer as typeof fake.script.api;
  const given = await fetchWithTokens(client, bound, url);
  expect([given.status, await given.json()]).toEqual([answer.status, answer.body]);
  expect(fake.seen).toHaveLength(1);
});

test('without the key, with another one, or over plain http nothing is sent', async () => {
  const { fake, client, bound, url } = await setting();
  const other = { ...plain, dpopKey: await createDpopKey() };
  for (const wrong of [plain, other]) {
    expect(await failureOf(fetchWithTokens(wrong, bound, url))).toMatchObject({ code: 'unusable_key' });
  }
  const away = 'http://api.example.com/things';
  expect(await failureOf(fetchWithTokens(client, bound, away))).toMatchObject({ code: 'insecure_url' });
  const seen: unknown[] = [];
  const fetchStub = async (to: unknown) => new Response(String(seen.push(to)));
  const options = { fetch: fetchStub as typeof fetch, allowHttp: true };
  expect((await fetchWithTokens(client, bound, away, {}, options)).ok).toBe(true);
  expect([seen, fake.seen]).toEqual([[away], []]);
});

test('what fetch throws comes through', async () => {
  const { fake, client, bound, url } = await setting();
  fake.script.api = 'cut';
  expect(await failureOf(fetchWithTokens(client, bound, url))).toBeInstanceOf(TypeError);
  const signal = AbortSignal.abort('enough');
  expect(await failureOf(fetchWithTokens(client, bound, url, { signal }))).toBe('enough');
});
