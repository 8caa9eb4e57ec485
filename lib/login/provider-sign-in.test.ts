import { Auth, type AuthConfig } from '@auth/core';
import { generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { prisma } from '@/lib/db/prisma';
import { finishProviderSignIn, startProviderSignIn } from '@/lib/login/provider-sign-in';
import { readWayOut } from '@/lib/login/way-out';
import { requestContext } from '@/lib/oauth/request-context';
import { createDefaultOrganizationOnce } from '@/lib/organizations/store';
import { withDatabase } from '@/lib/testing/database';
import { setTestEnv } from '@/lib/testing/env';

/** Google and Microsoft cannot be reached from a test: what they answer is answered here, as they document it. */
withDatabase();
const tenant = '11111111-2222-3333-4444-555555555555';
const google = 'https://accounts.google.com';
const microsoft = 'https://login.microsoftonline.com';
const variables = {
  AUTH_GOOGLE_ID: 'google-id',
  AUTH_GOOGLE_SECRET: 'google-secret',
  AUTH_MICROSOFT_ENTRA_ID_ID: 'microsoft-id',
  AUTH_MICROSOFT_ENTRA_ID_SECRET: 'microsoft-secret',
};

const metadata = (issuer: string, base: string) => ({
  issuer,
  authorization_endpoint: `${base}/authorize`,
  token_endpoint: `${base}/token`,
  userinfo_endpoint: `${base}/userinfo`,
  jwks_uri: `${base}/keys`,
});
const documents: Record<string, object> = {
  [`${google}/.well-known/openid-configuration`]: metadata(google, google),
  [`${microsoft}/common/v2.0/.well-known/openid-configuration`]: metadata(
    `${microsoft}/{tenantid}/v2.0`,
    `${microsoft}/common`,
  ),
  [`${microsoft}/${tenant}/v2.0/.well-known/openid-configuration`]: metadata(
    `${microsoft}/${tenant}/v2.0`,
    `${microsoft}/${tenant}`,
  ),
};

let called: string[] = [];
let token: (nonce: string) => Promise<string>;
let nonce = '';
beforeEach(async () => {
  setTestEnv(variables);
  await createDefaultOrganizationOnce(prisma(), new Date());
  called = [];
  vi.stubGlobal('fetch', async (input: string | URL | Request) => {
    const url = String(input instanceof Request ? input.url : input);
    called.push(url);
    if (url.endsWith('/token'))
      return Response.json({ access_token: 'a', token_type: 'Bearer', id_token: await token(nonce) });
    const document = documents[url];
    return document ? Response.json(document) : new Response('', { status: 404 });
  });
});
afterEach(() => vi.unstubAllGlobals());

const request = (path: string, cookies: string[] = []) =>
  new Request(`http://localhost:3000${path}`, {
    headers: { cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') },
  });

async function start(provider: string, asked: object = {}) {
  const next = await startProviderSignIn(request('/login/provider'), {
    provider,
    next: '/account',
    ...asked,
  });
  if (!('path' in next)) throw new Error('it led elsewhere');
  const cookies = next.cookies ?? [];
  const there = request('/', cookies);
  const out = readWayOut(requestContext(there), there.headers);
  const way = out && new URL(out.url);
  nonce = way?.searchParams.get('nonce') ?? '';
  return { path: next.path, cookies, way };
}
const finish = async (provider: string, { cookies, way }: Awaited<ReturnType<typeof start>>) => {
  const query = new URLSearchParams({ code: 'c', state: way!.searchParams.get('state')! });
  const answer = await finishProviderSignIn(
    request(`/api/login/callback/${provider}?${query}`, cookies),
    provider,
    (step, config) => Auth(step, config as AuthConfig) as Promise<Response>,
  );
  return answer!.headers.get('location');
};

async function idToken(claims: object): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256');
  return new SignJWT({ sub: 's', ...claims })
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey);
}

test.each(['google', 'microsoft-entra-id'])(
  '%s is asked with state, nonce and PKCE, for three scopes',
  async (id) => {
    const { path, way } = await start(id, { email: 'ann@example.com', again: true });
    expect(path).toBe('/login/continue');
    expect(Object.fromEntries(way!.searchParams)).toMatchObject({
      response_type: 'code',
      scope: 'openid profile email',
      redirect_uri: `http://localhost:3000/api/login/callback/${id}`,
      code_challenge_method: 'S256',
      state: expect.any(String),
      nonce: expect.any(String),
      login_hint: 'ann@example.com',
      prompt: id === 'google' ? 'select_account' : 'login',
    });
  },
);

test.each([
  [false, '1209600', null],
  [true, '0', 'login'],
])(
  'any other issuer is asked when the person signed in there (again: %s)',
  async (again, max_age, prompt) => {
    const issuer = 'https://id.example';
    setTestEnv({ AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_ID: 'id', AUTH_OIDC_SECRET: 'secret' });
    vi.stubGlobal('fetch', async () => Response.json(metadata(issuer, issuer)));
    const { way } = await start('oidc', { again });
    expect([way!.searchParams.get('max_age'), way!.searchParams.get('prompt')]).toEqual([max_age, prompt]);
  },
);

test('Google signs in a stranger, once more the same one, and no token of theirs is kept', async () => {
  token = (nonce) =>
    idToken({
      iss: google,
      aud: 'google-id',
      nonce,
      email: 'ann@example.com',
      email_verified: true,
      name: 'Ann',
    });
  for (let i = 0; i < 2; i++)
    expect(await finish('google', await start('google'))).toBe('http://localhost:3000/account');
  expect(await prisma().account.findMany()).toMatchObject([
    { provider: 'google', providerAccountId: 'https://accounts.google.com s' },
  ]);
  expect(await prisma().user.findMany()).toMatchObject([
    { email: 'ann@example.com', name: 'Ann', emailVerified: null },
  ]);
});

test('Microsoft’s account is its tenant’s, and Microsoft Graph is not called', async () => {
  token = (nonce) =>
    idToken({
      iss: `${microsoft}/${tenant}/v2.0`,
      aud: 'microsoft-id',
      tid: tenant,
      nonce,
      email: 'bob@example.com',
    });
  expect(await finish('microsoft-entra-id', await start('microsoft-entra-id'))).toBe(
    'http://localhost:3000/account',
  );
  expect(await prisma().account.findFirst({ where: { provider: 'microsoft-entra-id' } })).toMatchObject({
    providerAccountId: `${microsoft}/${tenant}/v2.0 s`,
  });
  expect(called.filter((url) => url.includes('graph'))).toEqual([]);

  setTestEnv({ ...variables, SIGN_UP: 'example.com' });
  token = (nonce) =>
    idToken({
      iss: `${microsoft}/${tenant}/v2.0`,
      aud: 'microsoft-id',
      tid: tenant,
      nonce,
      sub: 'x',
      email: 'eve@example.com',
    });
  expect(await finish('microsoft-entra-id', await start('microsoft-entra-id'))).toContain(
    'error=unverified_email',
  );
});

test('another nonce, another audience or another issuer signs nobody in', async () => {
  const good = { iss: google, aud: 'google-id', email: 'mallory@example.com', email_verified: true };
  for (const wrong of [{ nonce: 'x' }, { aud: 'other' }, { iss: 'https://evil.example' }]) {
    token = (nonce) => idToken({ ...good, nonce, ...wrong });
    expect(await finish('google', await start('google'))).toMatch(
      /\/login\?error=Configuration.*next=%2Faccount/,
    );
  }
  expect(await prisma().user.count({ where: { email: 'mallory@example.com' } })).toBe(0);
});

test.each([
  ['an issuer that does not answer', 'google', 'unreachable'],
  ['one that is not configured', 'oidc', 'no_provider'],
  ['one that is none', 'constructor', 'no_provider'],
  ['an organization’s that there is not', 'org-nobody', 'no_provider'],
  ['one that no database would look up', 'org-\0', 'no_provider'],
])('%s leads back to the sign-in page, which says so', async (_what, id, error) => {
  vi.stubGlobal('fetch', async () => new Response('', { status: 500 }));
  const { path } = await start(id);
  expect(path).toBe(`/login?${new URLSearchParams({ error, provider: id, next: '/account' })}`);
});

test('what was typed is not lost with an issuer that does not answer: the page offers it again', async () => {
  vi.stubGlobal('fetch', async () => new Response('', { status: 500 }));
  const { path } = await start('google', { email: 'ada@acme.example' });
  expect(path).toContain(`email=${encodeURIComponent('ada@acme.example')}`);
});

test.each(['http://evil.example/authorize', 'javascript:alert(1)'])(
  'an issuer cannot have people led to %s',
  async (authorization_endpoint) => {
    vi.stubGlobal('fetch', async () =>
      Response.json({ ...metadata(google, google), authorization_endpoint }),
    );
    expect((await start('google')).path).toContain('error=unreachable');
  },
);
