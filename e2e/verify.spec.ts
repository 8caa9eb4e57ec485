import * as oauth from 'oauth4webapi';
import { boundTokens, proofFor } from './testing/bound-tokens';
import { type FakeIssuer, startFakeIssuer } from './testing/fake-issuer';
import { setUpAppByForms } from './testing/second-factor';
import { audience, otherAudience } from './testing/verify-clients';
import { expect, test } from './testing/verify-test';
import { postForm, send } from './testing/wire';

/** docs/verify: every example in Node, run as its reader runs it, with what a CLI gets and what a thief would try. */

const jwtExamples = ['node.mjs', 'express.mjs', 'hono.mjs', 'next.ts', 'dpop.mjs'];
const challengeOf = (answer: Response) => answer.headers.get('www-authenticate') ?? '';

for (const file of [...jwtExamples, 'introspection.mjs']) {
  test(`${file}: a good token is let in, whatever else it is for`, async ({ connect, run }) => {
    const { hello } = await run(file);
    for (const fields of [{}, { resource: '' }]) {
      const { access_token } = await connect('acme-cli', fields);
      const answer = await hello(`Bearer ${access_token}`);
      expect([answer.status, await answer.json()]).toEqual([
        200,
        { hello: expect.stringMatching(/./), by: 'acme-cli' },
      ]);
      expect((await hello(`bearer ${access_token}`)).status).toBe(200);
    }
  });

  test(`${file}: without a token it is 401, and no error is named`, async ({ run }) => {
    const { hello } = await run(file);
    const answer = await hello();
    expect(answer.status).toBe(401);
    expect(challengeOf(answer)).toContain('Bearer realm="hello"');
    expect(challengeOf(answer)).not.toContain('error');
  });

  test(`${file}: what is no token for this API is 401 invalid_token`, async ({ attacks, run }) => {
    const { hello } = await run(file);
    for (const [what, token] of Object.entries(attacks)) {
      const answer = await hello(`Bearer ${token}`);
      expect([what, answer.status]).toEqual([what, 401]);
      expect(challengeOf(answer), what).toMatch(/^Bearer realm="hello", error="invalid_token"/);
    }
  });

  test(`${file}: a token without the scope is 403 insufficient_scope`, async ({ connect, run }) => {
    const { hello } = await run(file);
    const { access_token } = await connect('acme-cli', { scope: 'openid email' });
    const answer = await hello(`Bearer ${access_token}`);
    expect(answer.status).toBe(403);
    expect(challengeOf(answer)).toContain('error="insufficient_scope", scope="hello:read"');
  });

  test(`${file}: without an audience nobody gets in`, async ({ connect, run }) => {
    const example = await run(file, { AUDIENCE: '' }).catch(() => null);
    // Next.js has no start of its own to refuse.
    expect(example === null).toBe(file !== 'next.ts');
    const { access_token } = await connect('acme-cli');
    if (example) expect((await example.hello(`Bearer ${access_token}`)).status).toBe(500);
  });

  test(`${file}: a token that is bound to a key is nothing as Bearer`, async ({ person, run, server }) => {
    const { hello } = await run(file);
    const { access_token } = await boundTokens(server, person);
    expect((await hello(`Bearer ${access_token}`)).status).toBe(401);
    if (file !== 'dpop.mjs') expect((await hello(`DPoP ${access_token}`)).status).toBe(401);
  });
}

for (const file of jwtExamples) {
  test(`${file}: what the issuer itself would sign for something else is refused`, async ({ fake, run }) => {
    const { hello } = await run(file, { ISSUER: fake.url });
    const now = Math.floor(Date.now() / 1000);
    const good = {
      iss: fake.url,
      aud: audience,
      ...{
        sub: 'ada',
        client_id: 'cli',
        jti: 'j',
        scope: 'openid hello:read',
        iat: now - 60,
        exp: now + 600,
      },
    };
    const status = async (...signed: Parameters<FakeIssuer['sign']>) =>
      (await hello(`Bearer ${await fake.sign(...signed)}`)).status;
    const without = (name: keyof typeof good) => ({ ...good, [name]: undefined });

    expect(await status(good)).toBe(200);
    const wrong: Record<string, Parameters<FakeIssuer['sign']>> = {
      'expired for a second': [{ ...good, exp: now - 1 }],
      'without an end': [without('exp')],
      'not yet': [{ ...good, nbf: now + 60 }],
      'for nobody': [without('aud')],
      'of nobody': [without('sub')],
      'for almost us': [{ ...good, aud: `${audience}/` }],
      'by almost the issuer': [{ ...good, iss: `${fake.url}/` }],
      'an id_token': [good, { typ: 'JWT' }],
      'of no type': [good, {}],
      'an introspection answer': [good, { typ: 'token-introspection+jwt' }],
      'of an algorithm that is not ours': [good, { typ: 'at+jwt', alg: 'RS256' }],
      'with the kid of another key': [good, { typ: 'at+jwt', kid: 'RS256' }],
      'bound to a key': [{ ...good, cnf: { jkt: 'x' } }],
    };
    for (const [what, signed] of Object.entries(wrong))
      expect([what, await status(...signed)]).toEqual([what, 401]);
    for (const scope of ['hello:readwrite', 'hello', undefined])
      expect(await status({ ...good, scope })).toBe(403);
  });

  test(`${file}: while the keys cannot be read it is 503, and nobody’s token is called bad`, async ({
    run,
  }) => {
    const fake = await startFakeIssuer();
    const { hello } = await run(file, { ISSUER: fake.url });
    const iat = Math.floor(Date.now() / 1000);
    const claims = { sub: 'ada', client_id: 'cli', jti: 'j', scope: 'hello:read', iat, exp: iat + 600 };
    const token = await fake.sign({ iss: fake.url, aud: audience, ...claims });
    await fake.close();
    const answer = await hello(`Bearer ${token}`);
    expect([answer.status, challengeOf(answer), answer.headers.get('retry-after')]).toEqual([503, '', '5']);
  });
}

test('node.mjs: a sign-in that is too old, or too weak, is asked for again (RFC 9470)', async ({
  fake,
  run,
}) => {
  const { url } = await run('node.mjs', { ISSUER: fake.url });
  const now = Math.floor(Date.now() / 1000);
  const remove = async (claims: object) => {
    const good = { sub: 'ada', client_id: 'cli', scope: 'hello:read', exp: now + 600 };
    const token = await fake.sign({ iss: fake.url, aud: audience, ...good, ...claims });
    return send(`${url}/hello`, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
  };
  const acr = 'urn:doorcode:acr:2fa';
  for (const enough of [acr, 'urn:doorcode:acr:passkey'])
    expect((await remove({ auth_time: now - 10, acr: enough })).status).toBe(204);
  const weak = { auth_time: now, acr: 'urn:doorcode:acr:1fa' };
  for (const claims of [{ auth_time: now - 301, acr }, { auth_time: now }, { acr }, weak]) {
    const { status, headers } = await remove(claims);
    expect([status, headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="hello", error="insufficient_user_authentication", ' +
        'error_description="A recent sign-in with a second factor is required", max_age="300", ' +
        'acr_values="urn:doorcode:acr:2fa urn:doorcode:acr:passkey"',
    ]);
  }
});

test('node.mjs: a device request with what the challenge asked for gives a token that will do', async ({
  connect,
  person,
  run,
}) => {
  const { url } = await run('node.mjs');
  await setUpAppByForms(person);
  const acr_values = 'urn:doorcode:acr:2fa urn:doorcode:acr:passkey';
  const { access_token } = await connect('acme-cli', { max_age: '300', acr_values });
  const authorization = `Bearer ${access_token}`;
  expect((await send(`${url}/hello`, { method: 'DELETE', headers: { authorization } })).status).toBe(204);
});

test('introspection.mjs: an opaque token is let in, and revoked it is 401 at once', async ({
  connect,
  run,
  server,
}) => {
  const { hello } = await run('introspection.mjs');
  for (const client_id of ['opaque-cli', 'acme-cli'] as const) {
    const { access_token } = await connect(client_id);
    expect((await hello(`Bearer ${access_token}`)).status).toBe(200);
    await postForm(server, '/oauth2/revoke', { client_id, token: access_token });
    const answer = await hello(`Bearer ${access_token}`);
    expect([answer.status, challengeOf(answer)]).toEqual([
      401,
      'Bearer realm="hello", error="invalid_token"',
    ]);
  }
});

test('introspection.mjs: with a cache a revoked token goes on for that long, and a dead one is never kept', async ({
  fake,
  run,
}) => {
  const { hello } = await run('introspection.mjs', { ISSUER: fake.url, CACHE_SECONDS: '60' });
  const now = Math.floor(Date.now() / 1000);
  const live = {
    ...{ active: true, iss: fake.url, aud: [audience, fake.url], token_type: 'Bearer' },
    ...{ sub: 'ada', client_id: 'cli', scope: 'hello:read', exp: now + 600 },
  };
  const statusWith = async (token: string, body: object) => {
    fake.introspection.body = body;
    return (await hello(`Bearer ${token}`)).status;
  };
  expect(await statusWith('one', live)).toBe(200);
  expect(await statusWith('one', { active: false })).toBe(200);
  expect(await statusWith('two', { active: false })).toBe(401);
  expect(await statusWith('two', live)).toBe(200);
  expect(await statusWith('three', { ...live, exp: now - 1 })).toBe(200); // the issuer’s word, not kept
  expect(await statusWith('three', { active: false })).toBe(401);
});

test('introspection.mjs: what is active but no bearer token for this API is 401', async ({ fake, run }) => {
  const { hello } = await run('introspection.mjs', { ISSUER: fake.url });
  const live = {
    active: true,
    iss: fake.url,
    aud: audience,
    token_type: 'Bearer',
    sub: 'a',
    scope: 'hello:read',
  };
  const changes = [
    { token_type: 'N_A' },
    { token_type: 'DPoP' },
    { token_type: undefined },
    { active: 'true' },
  ];
  for (const change of [...changes, { aud: otherAudience }, { aud: undefined }, { iss: otherAudience }]) {
    fake.introspection.body = { ...live, ...change };
    expect([change, (await hello('Bearer x')).status]).toEqual([change, 401]);
  }
});

test('introspection.mjs: while Doorcode cannot be asked it is 503', async ({ fake, run }) => {
  const { hello } = await run('introspection.mjs', { ISSUER: fake.url });
  fake.introspection.status = 401;
  const answer = await hello('Bearer x');
  expect([answer.status, challengeOf(answer), answer.headers.get('retry-after')]).toEqual([503, '', '5']);
});

test('dpop.mjs: a bound token with the proof of its key is let in once', async ({ person, run, server }) => {
  const { url, hello } = await run('dpop.mjs');
  const { access_token, client, keys } = await boundTokens(server, person);
  const call = (pair: typeof keys, path = '/hello') =>
    oauth
      .protectedResourceRequest(access_token, 'GET', new URL(url + path), undefined, null, {
        DPoP: oauth.DPoP(client, pair),
        [oauth.allowInsecureRequests]: true,
      })
      .then(
        ({ status }) => status,
        (error: unknown) => (error as oauth.WWWAuthenticateChallengeError).status,
      );
  expect(await call(keys)).toBe(200);
  expect(await call(await oauth.generateKeyPair('ES256'))).toBe(401);

  const proof = await proofFor(access_token, keys, `${url}/hello`);
  const authorization = `DPoP ${access_token}`;
  expect((await hello(authorization, { dpop: proof })).status).toBe(200);
  const again = await hello(authorization, { dpop: proof });
  expect([again.status, challengeOf(again)]).toEqual([
    401,
    'DPoP realm="hello", algs="ES256 EdDSA Ed25519", error="invalid_dpop_proof", Bearer realm="hello"',
  ]);
  for (const [what, headers] of Object.entries({
    'no proof': {},
    'for another address': { dpop: await proofFor(access_token, keys, `${url}/other`) },
    'for another token': { dpop: await proofFor('x', keys, `${url}/hello`) },
    'too old': { dpop: await proofFor(access_token, keys, `${url}/hello`, -301) },
  }))
    expect([what, (await hello(authorization, headers)).status]).toEqual([what, 401]);
});
