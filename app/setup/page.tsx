import type { Metadata } from 'next';
import { Button, LinkButton, TextLink } from '@/components/button';
import { BelowCard, Card } from '@/components/card';
import { Hidden } from '@/components/hidden';
import { PageShell } from '@/components/page-shell';
import { isSetUpToken } from '@/lib/accounts/set-up';
import { pathWith, type Query, readQuery } from '../query';
import { currentPerson } from '../session';

export const metadata: Metadata = { title: 'Set up this server' };

export default async function SetUpPage({ searchParams }: { searchParams: Query }) {
  const { token = '' } = await readQuery(searchParams, 'token');
  const { person } = await currentPerson(pathWith('/setup', { token }));
  if (!(await isSetUpToken(token)))
    return (
      <PageShell>
        <Card
          title="This set-up link does not work"
          intro="It works once, and was used, or it is not complete. Copy the whole link from the terminal where the server was started. If there is none, this server has an administrator already."
        >
          <LinkButton href="/" look="secondary">
            Go to the start
          </LinkButton>
        </Card>
      </PageShell>
    );
  const signIn = pathWith('/login', { next: pathWith('/setup', { token }) });
  return (
    <PageShell>
      <Card
        title="Set up this server"
        intro={
          person ? (
            <>
              <strong className="font-semibold text-text">{person.email}</strong> becomes the first
              administrator. This link works once.
            </>
          ) : (
            'Its first administrator will be you. Sign in, and you come back here to finish. This link works once.'
          )
        }
      >
        {person ? (
          <form method="post" action="/setup/claim">
            <Hidden values={{ token }} />
            <Button>Become the administrator</Button>
          </form>
        ) : (
          <LinkButton href={signIn}>Sign in</LinkButton>
        )}
      </Card>
      {person && (
        <BelowCard>
          Not you? <TextLink href={signIn}>Use another account</TextLink>
        </BelowCard>
      )}
    </PageShell>
  );
}
