import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type GitHubUser = {
  id: number;
  login: string;
  name?: string;
  emails: { email: string; primary: boolean; verified: boolean }[];
};

type Grant = { user: GitHubUser; challenge: string; redirect: string };
type Answer = { status: number; headers: Record<string, string>; body: string };

const clientId = 'fake-github-id';
const clientSecret = 'fake-github-secret';

const json = (value: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
const redirect = (to: URL): Answer => ({ status: 302, headers: { location: to.href }, body: '' });

/**
 * A GitHub Enterprise Server as far as signing in needs one: a page with Authorize and Cancel, codes that work once and
 * with their PKCE verifier, and the two API calls. `be` decides who is signed in there.
 */
export async function startFakeGitHub() {
  let current: GitHubUser | undefined;
  const codes = new Map<string, Grant>();
  const tokens = new Map<string, GitHubUser>();
  const routes: Record<string, (url: URL, request: IncomingMessage) => Answer | Promise<Answer>> = {
    '/login/oauth/authorize': (url) => ({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: `<!doctype html><title>Authorize</title><form action="/decide">${[...url.searchParams]
        .map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`)
        .join(
          '',
        )}<button name="answer" value="yes">Authorize</button><button name="answer" value="no">Cancel</button>`,
    }),
    '/decide': (url) => {
      const asked = url.searchParams;
      const back = new URL(asked.get('redirect_uri')!);
      if (asked.has('state')) back.searchParams.set('state', asked.get('state')!);
      if (asked.get('answer') === 'no' || !current) {
        back.searchParams.set('error', 'access_denied');
        back.searchParams.set('error_description', 'The user has denied your application access.');
        return redirect(back);
      }
      const code = randomBytes(10).toString('hex');
      codes.set(code, {
        user: current,
        challenge: asked.get('code_challenge') ?? '',
        redirect: asked.get('redirect_uri')!,
      });
      back.searchParams.set('code', code);
      return redirect(back);
    },
    '/login/oauth/access_token': async (_url, request) => {
      const form = new URLSearchParams(await bodyOf(request));
      const basic = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
      const grant = codes.get(form.get('code') ?? '');
      codes.delete(form.get('code') ?? '');
      const verifier = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      const known = request.headers.authorization === basic || form.get('client_secret') === clientSecret;
      if (!known || !grant || grant.challenge !== verifier || grant.redirect !== form.get('redirect_uri'))
        return json({ error: 'bad_verification_code' });
      const token = `gho_${randomBytes(18).toString('hex')}`;
      tokens.set(token, grant.user);
      return json({ access_token: token, scope: 'read:user,user:email', token_type: 'bearer' });
    },
    '/api/v3/user': (_url, request) => {
      const user = userOf(request);
      return user ? json({ id: user.id, login: user.login, name: user.name ?? null }) : json({}, 401);
    },
    '/api/v3/user/emails': (_url, request) => {
      const user = userOf(request);
      return user ? json(user.emails) : json({}, 401);
    },
  };
  const userOf = (request: IncomingMessage) =>
    tokens.get((request.headers.authorization ?? '').replace(/^Bearer /i, ''));

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const { status, headers, body } = (await routes[url.pathname]?.(url, request)) ?? json({}, 404);
    response.writeHead(status, headers).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    environment: { AUTH_GITHUB_ID: clientId, AUTH_GITHUB_SECRET: clientSecret, GITHUB_BASE_URL: url },
    /** Every access token that was given out. */
    tokens: () => [...tokens.keys()],
    be: (user: GitHubUser) => {
      current = user;
    },
    stop: () => new Promise<void>((done) => server.close(() => done()).closeAllConnections()),
  };
}

let count = 1000;

/** Somebody new on GitHub, with one verified address unless told otherwise. */
export function gitHubUser(email: string, verified = true): GitHubUser {
  count += 1;
  return { id: count, login: `octo-${count}`, emails: [{ email, primary: true, verified }] };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
