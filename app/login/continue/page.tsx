import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { LinkButton, TextLink } from '@/components/button';
import { BelowCard, Card } from '@/components/card';
import { PageShell } from '@/components/page-shell';
import { readWayOut } from '@/lib/login/way-out';
import { requestContext } from '@/lib/oauth/request-context';

export const metadata: Metadata = { title: 'Sign in' };

/**
 * Between our form and the provider. It leads on by itself, with or without scripts; a redirect of the form's own would
 * be held to `form-action`, and so would every redirect of the provider's.
 */
export default async function ContinuePage() {
  const sent = await headers();
  const wayOut = readWayOut(requestContext({ headers: sent }), sent);
  if (!wayOut) redirect('/login');
  const { url, name } = wayOut;
  return (
    <PageShell>
      <meta httpEquiv="refresh" content={`0; url=${url}`} />
      <Card title={`Continue with ${name}`} intro="You are being taken there to sign in. Then you come back.">
        <LinkButton href={url}>Continue</LinkButton>
      </Card>
      <BelowCard>
        <TextLink href="/login">Sign in another way</TextLink>
      </BelowCard>
    </PageShell>
  );
}
