import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Provider from 'oidc-provider';
import { freePort } from './server';

/** Somebody who has an account at the issuer, and how they sign in there. */
export type IssuerPerson = {
  sub: string;
  email?: string;
  email_verified?: boolean;
  amr?: string[];
  acr?: string;
  /** When they signed in there, in seconds; now, if it is not told. */
  authTime?: number;
};

export type OidcIssuer = {
  url: string;
  /** Who signs in on the issuer's page from now on. */
  be(person: IssuerPerson): void;
  /** What the last authorization request asked for. */
  asked(): URLSearchParams;
  close(): Promise<void>;
};

export type IssuerClient = { id: string; secret: string; redirectUri: string };

/** panva's oidc-provider as a real issuer on loopback, with a page on which a person signs in or cancels. */
export async function startOidcIssuer(clients: IssuerClient[]): Promise<OidcIssuer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const people = new Map<string, IssuerPerson>();
  let current: IssuerPerson | undefined;
  let asked = new URLSearchParams();

  const provider = new Provider(url, {
    clients: clients.map(({ id, secret, redirectUri }) => ({
      client_id: id,
      client_secret: secret,
      redirect_uris: [redirectUri],
      require_auth_time: true,
    })),
    claims: { openid: ['sub', 'amr', 'acr'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    cookies: { keys: ['a key of the tests'] },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => {
        const { email, email_verified } = people.get(sub)!;
        return {
          sub,
          ...(email ? { email } : {}),
          ...(email_verified === undefined ? {} : { email_verified }),
        };
      },
    }),
    // Nobody is asked what the client may see.
    loadExistingGrant: async (ctx) => {
      const { client, session } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });

  const interact = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url!, url);
    if (pathname.startsWith('/interaction/') && !searchParams.has('answer')) {
      response.setHeader('content-type', 'text/html');
      return void response.end(
        `<!doctype html><title>Issuer</title><form><button name="answer" value="yes">Sign in at the issuer</button>
         <button name="answer" value="no">Cancel</button></form>`,
      );
    }
    const { sub, amr, acr, authTime: ts } = current!;
    const login = {
      accountId: sub,
      ...(amr ? { amr } : {}),
      ...(acr ? { acr } : {}),
      ...(ts ? { ts } : {}),
    };
    const result = searchParams.get('answer') === 'yes' ? { login } : { error: 'access_denied' };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  };
  const call = provider.callback();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, url);
    if (pathname === '/auth') asked = searchParams;
    if (pathname.startsWith('/interaction/')) void interact(request, response);
    else void call(request, response);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');

  return {
    url,
    be: (person) => {
      people.set(person.sub, person);
      current = person;
    },
    asked: () => asked,
    close: () => new Promise<void>((done) => server.close(() => done()).closeAllConnections()),
  };
}
