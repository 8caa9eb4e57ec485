import { findPersonOfAccount, findPersonOfAddress } from '@/lib/accounts/link-store';
import type { RequestContext } from '@/lib/context';
import { env } from '@/lib/env';
import type { SignIn } from '@/lib/login/adapter';
import type { OpenedProvider } from '@/lib/login/auth-provider';
import { readClaims } from '@/lib/login/claims';
import { decideProviderSignIn, isTrustedFactor } from '@/lib/login/provider-rules';
import { parseAddress } from '@/lib/mail/address';
import { isInvited } from '@/lib/organizations/answer-invitation';
import { findIssuerOfAddress } from '@/lib/organizations/issuer';

type Attempt = {
  account?: { provider: string; providerAccountId: string; id_token?: string } | null;
  profile?: object;
};

/** Asked by Auth.js before a provider signs anybody in; a string is where the person is sent instead. */
export async function decideProvider(
  ctx: RequestContext,
  { issuer }: OpenedProvider,
  { account, profile = {} }: Attempt,
  signIn: SignIn,
): Promise<boolean | string> {
  if (!account) return '/login?error=no_email';
  const claims = account.id_token ? readClaims(account.id_token, profile) : null;
  const claim = claims?.address ?? addressOfGitHub(profile);
  const linked = await findPersonOfAccount(account);
  const known = linked ?? (issuer && claim.email ? await findPersonOfAddress(claim.email) : null);
  const address = known?.email ?? claim.email;
  const decision = decideProviderSignIn(
    {
      provider: account.provider,
      claim,
      person: known,
      isLinked: linked !== null,
      domains: issuer?.domains ?? null,
      isInvited: claim.email !== null && (await isInvited(ctx, claim.email)),
      issuer: address ? ((await findIssuerOfAddress(address))?.id ?? null) : null,
    },
    env().signUp,
  );
  if (decision !== 'allowed') {
    const hint = decision === 'use_issuer' ? { email: address! } : { provider: account.provider };
    return `/login?${new URLSearchParams({ error: decision, ...hint })}`;
  }
  signIn.authenticatedAt = notAfter(ctx.now, claims?.authenticatedAt ?? null);
  if (issuer) {
    signIn.isAuthority = true;
    signIn.organizationId = issuer.organizationId;
    if (claims && isTrustedFactor(claims, issuer)) signIn.amr = [...signIn.amr, 'mfa'];
  }
  return true;
}

/** A clock that is ahead of ours makes no sign-in newer than it is here. */
const notAfter = (now: Date, time: Date | null): Date | null => (time && !(time < now) ? now : time);

/** Of GitHub's addresses only verified ones are read (github.ts). */
function addressOfGitHub(profile: object) {
  const email = 'email' in profile && typeof profile.email === 'string' ? parseAddress(profile.email) : null;
  return { email, verified: email === null ? null : true };
}
