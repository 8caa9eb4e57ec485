import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { LinkButton } from '@/components/button';
import { Outcome } from '@/components/outcome';
import { PageShell } from '@/components/page-shell';
import { findGrantOutcome } from '@/lib/device/outcome';
import { readEnteredCodeProof } from '@/lib/device/ticket';
import { pathWith, type Query, readQuery } from '../../query';
import { requirePerson } from '../../session';

export const metadata: Metadata = { title: 'Your answer' };

export default async function DonePage({ searchParams }: { searchParams: Query }) {
  const { request = '' } = await readQuery(searchParams, 'request');
  const { ctx, person } = await requirePerson('/account');
  const grantId = readEnteredCodeProof(person.browserSessionId, request);
  const outcome = grantId ? await findGrantOutcome(ctx, person.userId, grantId) : null;
  if (outcome?.state === 'pending') redirect(pathWith('/device/confirm', { request }));
  const state = outcome?.state ?? 'gone';
  const isOver = state === 'allowed' || state === 'denied';
  return (
    <PageShell>
      <Outcome state={state} clientName={outcome?.clientName ?? null} account={person.email}>
        {!isOver && <LinkButton href="/device">Enter another code</LinkButton>}
        <LinkButton href="/account" look="secondary">
          See your devices
        </LinkButton>
      </Outcome>
    </PageShell>
  );
}
