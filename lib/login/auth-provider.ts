import { type AuthConfig, customFetch } from '@auth/core';
import GitHub from '@auth/core/providers/github';
import Google from '@auth/core/providers/google';
import MicrosoftEntraID from '@auth/core/providers/microsoft-entra-id';
import { env } from '@/lib/env';
import { isIssuer } from '@/lib/env-providers';
import { readClaims } from '@/lib/login/claims';
import { readGitHubProfile } from '@/lib/login/github';
import { type OpenedIssuer, openIssuer } from '@/lib/organizations/issuer';
import { isMethodOn } from '@/lib/settings/methods';

type AuthProvider = AuthConfig['providers'][number];

/** One provider as Auth.js wants it, and the organization that trusts it, where it is an organization's issuer. */
export type OpenedProvider = { auth: AuthProvider; issuer: OpenedIssuer | null };

/** Open the provider of this id: of the environment, or an organization's issuer. Null: there is none, or it is switched off. */
export async function openProvider(id: string): Promise<OpenedProvider | null> {
  const own = fromEnvironment.get(id)?.();
  if (own) return (await isMethodOn(id)) ? { auth: own, issuer: null } : null;
  const issuer = await openIssuer(id);
  return issuer && { auth: oidcProvider(issuer), issuer };
}

const fromEnvironment = new Map<string, () => AuthProvider | undefined>([
  ['github', () => env().github && gitHubProvider(env().github!)],
  ['google', () => env().google && googleProvider(env().google!)],
  ['microsoft-entra-id', () => env().microsoft && microsoftProvider(env().microsoft!)],
  ['oidc', () => env().oidc && oidcProvider({ id: 'oidc', ...env().oidc! })],
]);

/** RFC 9700 §2.1: all of them, whatever the issuer says that it can do. */
const manners = { checks: ['pkce', 'state', 'nonce'] as ('pkce' | 'state' | 'nonce')[] };

type Fetch = typeof fetch;

/** What the issuer's metadata names is called over https, or on this machine; and it answers in time. */
const fetchSafely =
  (call: Fetch = fetch): Fetch =>
  (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!isIssuer(url.origin)) throw new Error(`${url.origin} is neither https nor this machine`);
    return call(input, { ...init, signal: AbortSignal.timeout(10_000) });
  };

type Tokens = { id_token?: string };

/** Who it is: what is kept of a person is read by `readClaims` alone. */
function readProfile(profile: object, { id_token = '' }: Tokens) {
  const { id, name, image, address } = readClaims(id_token, profile);
  return { id, name, image, email: address.email };
}

const oidcProvider = (given: {
  id: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  name: string;
}): AuthProvider => {
  const { id, issuer, clientId, clientSecret, name } = given;
  return {
    ...{ id, type: 'oidc', name, issuer, clientId, clientSecret, ...manners },
    // OpenID Connect Core §5.4: with a code, the address is told by the userinfo endpoint.
    idToken: false,
    // The operator has declared it the authority over its domains, which decideProvider has asked about before.
    allowDangerousEmailAccountLinking: id !== 'oidc',
    profile: readProfile,
    [customFetch]: fetchSafely(),
  } as AuthProvider;
};

const googleProvider = (given: { clientId: string; clientSecret: string }) =>
  ({ ...Google(given), ...manners, profile: readProfile, [customFetch]: fetchSafely() }) as AuthProvider;

/** Without the photo, for which Auth.js would call Microsoft Graph in the person's name. */
const microsoftProvider = (given: { clientId: string; clientSecret: string; issuer: string }) => {
  const provider = MicrosoftEntraID({ ...given });
  return {
    ...provider,
    ...manners,
    authorization: { params: { scope: 'openid profile email' } },
    profile: readProfile,
    [customFetch]: fetchSafely((provider as unknown as Record<symbol, Fetch>)[customFetch]),
  } as AuthProvider;
};

const gitHubProvider = (given: NonNullable<ReturnType<typeof env>['github']>) => {
  const { clientId, clientSecret, baseUrl } = given;
  const provider = GitHub({ clientId, clientSecret, ...(baseUrl ? { enterprise: { baseUrl } } : {}) });
  const api = baseUrl ? `${baseUrl}/api/v3` : 'https://api.github.com';
  return {
    ...provider,
    checks: ['pkce', 'state'] as ('pkce' | 'state')[],
    userinfo: {
      url: `${api}/user`,
      request: ({ tokens }: { tokens: { access_token?: string } }) =>
        readGitHubProfile(api, tokens.access_token ?? ''),
    },
  };
};
