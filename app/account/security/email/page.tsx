import type { Metadata } from 'next';
import { Button, LinkButton } from '@/components/button';
import { Card } from '@/components/card';
import { Field } from '@/components/field';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { invalidAddress } from '../../../login/problems';
import { pathWith, type Query, readQuery } from '../../../query';
import { requirePerson } from '../../../session';
import { findProblem } from './problems';

export const metadata: Metadata = { title: 'Change your e-mail' };

export default async function EmailPage({ searchParams }: { searchParams: Query }) {
  const query = await readQuery(searchParams, 'error', 'email');
  const here = pathWith('/account/security/email', { email: query.email });
  const { person } = await requirePerson(here, { fresh: true });
  const problem = findProblem(query.error);
  const isInvalid = query.error === 'invalid_email';
  return (
    <PageShell>
      <Card
        title="Change your e-mail"
        intro={
          <>
            It is <bdi className="font-semibold text-text">{person.email}</bdi> now. We mail a link to the new
            address; nothing changes until you confirm it there.
          </>
        }
      >
        {problem && (
          <Notice tone="error" title={problem.title}>
            <p>{problem.next}</p>
          </Notice>
        )}
        <form method="post" action="/account/security/email/change" className="flex flex-col gap-4">
          <Field
            label="New e-mail"
            name="email"
            type="email"
            autoComplete="email"
            required
            maxLength={254}
            defaultValue={query.email}
            error={isInvalid ? invalidAddress : null}
            autoFocus={isInvalid}
          />
          <Button>Mail a link to this address</Button>
          <LinkButton href="/account/security" look="secondary">
            Keep the present one
          </LinkButton>
        </form>
      </Card>
    </PageShell>
  );
}
