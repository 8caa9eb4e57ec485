import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { Button, LinkButton } from '@/components/button';
import { Card } from '@/components/card';
import { Hidden } from '@/components/hidden';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { describePerson } from '@/lib/accounts/list';
import { decodeSegment } from '../../../../query';
import { requireAdmin } from '../../../../session';
import { isUserId, pathOfReset, pathOfUser } from '../../path';
import { factorsInWords, hasFactors } from '../words';

export const metadata: Metadata = { title: 'Reset second factors?' };

export default async function ResetFactorsPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeSegment((await params).id);
  const { ctx, person: admin } = await requireAdmin(pathOfReset(id), {
    permission: 'people:write',
    fresh: true,
  });
  const person = isUserId(id) ? await describePerson(ctx, id) : null;
  if (!person) notFound();
  if (id === admin.userId) redirect(pathOfUser(id, { notice: 'own' }));
  if (!hasFactors(person)) redirect(pathOfUser(id, { notice: 'nothing' }));
  return (
    <PageShell>
      <Card
        title="Reset second factors?"
        intro={
          <>
            Of <bdi className="font-medium text-text">{person.email}</bdi>. It cannot be undone.
          </>
        }
      >
        <ul className="flex list-disc flex-col gap-1.5 pl-5 text-[0.9375rem]/6">
          <li>Taken away: {factorsInWords(person).join(', ')}.</li>
          <li>Every browser of this person is signed out, and their API keys are revoked.</li>
          <li>
            They sign in without a second factor next time, and set up a new one where they are asked for it.
          </li>
          <li>They are told by e-mail.</li>
          <li>Command-line tools and other devices stay signed in.</li>
        </ul>
        <form method="post" action="/admin/users/reset-factors" className="flex flex-col gap-5">
          <Hidden values={{ user: id }} />
          <Notice tone="warning" title="Is it really they who ask?">
            <p>
              Somebody who has only got into their mailbox would ask for the same. Talk to them first, not
              just by e-mail.
            </p>
          </Notice>
          <div className="flex flex-col gap-3">
            <Button>Reset second factors</Button>
            <LinkButton href={pathOfUser(id)} look="secondary">
              Keep them
            </LinkButton>
          </div>
        </form>
      </Card>
    </PageShell>
  );
}
