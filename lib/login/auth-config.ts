import type { AuthConfig } from '@auth/core';
import { findSignInFacts } from '@/lib/accounts/store';
import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { prisma } from '@/lib/db/prisma';
import { env } from '@/lib/env';
import { logger } from '@/lib/log';
import { amrOfProvider } from '@/lib/login/acr';
import { authAdapter, noSignIn, type SignIn } from '@/lib/login/adapter';
import type { OpenedProvider } from '@/lib/login/auth-provider';
import { browserSessionSeconds, newBrowserToken } from '@/lib/login/browser-session';
import { authCookies } from '@/lib/login/cookies';
import { decideProvider } from '@/lib/login/decide-provider';
import { decideEmailSignIn } from '@/lib/login/rules';
import { deliverSignInLink, linkLifetimeSeconds } from '@/lib/login/sign-in-link';
import { describeUserAgent } from '@/lib/login/user-agent';
import { parseAddress } from '@/lib/mail/address';
import { isInvited } from '@/lib/organizations/answer-invitation';
import { findOrganizationOfAddress } from '@/lib/organizations/issuer';
import { isMethodOn } from '@/lib/settings/methods';

export const authBasePath = '/api/login';

type SignInAttempt = Parameters<NonNullable<NonNullable<AuthConfig['callbacks']>['signIn']>>[0];

/**
 * Auth.js runs the sign-in ceremonies: provider redirects with state and PKCE, mailed links, session creation. Who is
 * signed in is read by browser-session.ts. Its own pages and form posts are not reachable: ours stand before them.
 * Beside mailed links it knows the one provider of the step that it runs.
 */
export function authConfig(ctx: RequestContext, provider: OpenedProvider | null): AuthConfig {
  const signIn = noSignIn();
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
    providers: [emailProvider(), ...(provider ? [provider.auth] : [])],
    callbacks: {
      signIn: (attempt) => {
        signIn.amr = amrOfProvider(attempt.account?.provider ?? '');
        return provider && attempt.account?.type !== 'email'
          ? decideProvider(ctx, provider, attempt, signIn)
          : decideLink(ctx, attempt, signIn);
      },
    },
    events: {
      signIn: async ({ user, account }) => {
        const event = {
          action: 'person.signed_in' as const,
          userId: user.id ?? null,
          organizationId: signIn.organizationId,
          detail: { method: account?.provider ?? 'unknown', browser: describeUserAgent(ctx.userAgent) },
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

/** Asked by Auth.js before a mailed link is sent, and before it signs in; a string is where the person is sent instead. */
async function decideLink(
  ctx: RequestContext,
  { user, account }: SignInAttempt,
  signIn: SignIn,
): Promise<boolean | string> {
  const email = user.email ? parseAddress(user.email) : null;
  if (account?.type !== 'email' || !email) return '/login?error=no_email';
  if (!(await isMethodOn('email'))) return '/login?error=no_links';
  const organization = await findOrganizationOfAddress(email);
  const decision = organization?.issuer
    ? 'use_issuer'
    : decideEmailSignIn(await findSignInFacts(email), env().signUp, email, await isInvited(ctx, email));
  if (decision !== 'allowed') return `/login?error=${decision}`;
  signIn.organizationId = organization?.organizationId ?? null;
  return true;
}
