import type { AuthConfig } from '@auth/core';
import GitHub from '@auth/core/providers/github';
import { findSignInFacts } from '@/lib/accounts/store';
import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { prisma } from '@/lib/db/prisma';
import { env } from '@/lib/env';
import { logger } from '@/lib/log';
import { amrOfProvider } from '@/lib/login/acr';
import { authAdapter } from '@/lib/login/adapter';
import { browserSessionSeconds, newBrowserToken } from '@/lib/login/browser-session';
import { authCookies } from '@/lib/login/cookies';
import { readGitHubProfile } from '@/lib/login/github';
import { decideEmailSignIn, maySignUp } from '@/lib/login/rules';
import { deliverSignInLink, linkLifetimeSeconds } from '@/lib/login/sign-in-link';
import { parseAddress } from '@/lib/mail/address';

export const authBasePath = '/api/login';

/**
 * Auth.js runs the sign-in ceremonies: provider redirects with state and PKCE, mailed links, session creation. Who is
 * signed in is read by browser-session.ts. Its own pages and form posts are not reachable: ours stand before them.
 */
export function authConfig(ctx: RequestContext): AuthConfig {
  const signIn: { amr: string[] } = { amr: [] };
  return {
    basePath: authBasePath,
    trustHost: true, // every request that reaches it carries PUBLIC_URL's origin: run-auth.ts
    secret: env().authSecret!,
    adapter: authAdapter(ctx, signIn),
    session: {
      strategy: 'database',
      maxAge: browserSessionSeconds,
      updateAge: browserSessionSeconds,
      generateSessionToken: newBrowserToken,
    },
    cookies: authCookies(),
    pages: { signIn: '/login', error: '/login', verifyRequest: '/login/sent' },
    providers: [emailProvider(), ...(env().github ? [gitHubProvider()] : [])],
    callbacks: {
      signIn: (attempt) => {
        signIn.amr = amrOfProvider(attempt.account?.provider ?? '');
        return maySignIn(attempt);
      },
    },
    events: {
      signIn: async ({ user, account }) => {
        const event = {
          action: 'person.signed_in' as const,
          userId: user.id ?? null,
          detail: { method: account?.provider ?? 'unknown' },
        };
        await recordAudit(prisma(), ctx, event);
      },
    },
    logger: {
      error: (error) => logger().warn({ err: error }, 'sign-in failed'),
      warn: () => {},
      debug: () => {},
    },
  };
}

const emailProvider = (): AuthConfig['providers'][number] => ({
  id: 'email',
  type: 'email',
  name: 'Email',
  from: env().email?.from ?? '',
  maxAge: linkLifetimeSeconds,
  normalizeIdentifier: (text: string) => {
    const address = parseAddress(text);
    if (!address) throw new Error('not one plain address');
    return address;
  },
  sendVerificationRequest: deliverSignInLink,
});

const gitHubProvider = () => {
  const { clientId, clientSecret, baseUrl } = env().github!;
  const provider = GitHub({ clientId, clientSecret, ...(baseUrl ? { enterprise: { baseUrl } } : {}) });
  const api = baseUrl ? `${baseUrl}/api/v3` : 'https://api.github.com';
  return {
    ...provider,
    userinfo: {
      url: `${api}/user`,
      request: ({ tokens }: { tokens: { access_token?: string } }) =>
        readGitHubProfile(api, tokens.access_token ?? ''),
    },
  };
};

/** Asked by Auth.js before every sign-in; a string is where the person is sent instead. */
const maySignIn: NonNullable<NonNullable<AuthConfig['callbacks']>['signIn']> = async ({
  user,
  account,
  profile,
}) => {
  const email = user.email ? parseAddress(user.email) : null;
  if (!account || !email) return '/login?error=no_email';
  if (account.type === 'email') {
    const decision = decideEmailSignIn(await findSignInFacts(email), env().signUp, email);
    return decision === 'allowed' || `/login?error=${decision}`;
  }
  const known = await prisma().account.findUnique({
    where: {
      provider_providerAccountId: {
        provider: account.provider,
        providerAccountId: account.providerAccountId,
      },
    },
    select: { user: { select: { disabledAt: true } } },
  });
  if (known) return known.user.disabledAt === null || '/login?error=disabled';
  if (profile && !profile.email) return '/login?error=no_email';
  return maySignUp(env().signUp, email) || '/login?error=sign_up_closed';
};
