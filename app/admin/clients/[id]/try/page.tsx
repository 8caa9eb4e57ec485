import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button, TextLink } from '@/components/button';
import { Foreign } from '@/components/facts';
import { Field } from '@/components/field';
import { Hidden } from '@/components/hidden';
import { Notice } from '@/components/notice';
import { Transcript, TrialCode, TrialSteps } from '@/components/trial';
import { describeClient } from '@/lib/clients/list';
import { describeTrial } from '@/lib/clients/trial';
import type { TrialStep } from '@/lib/clients/trial-requests';
import { decodeSegment, type Query, readQuery } from '../../../../query';
import { requireAdmin } from '../../../../session';
import { AdminPage } from '../../../shell';
import { pathOfClient, pathUnderClient } from '../../path';
import { whyNotTried } from '../../words';

export const metadata: Metadata = { title: 'Try a client' };

const names: Record<TrialStep, string> = {
  poll: 'Poll',
  userinfo: 'Userinfo',
  refresh: 'Refresh',
  introspect: 'Introspect',
  revoke: 'Revoke',
};

type Props = { params: Promise<{ id: string }>; searchParams: Query };

export default async function TryClientPage({ params, searchParams }: Props) {
  const id = decodeSegment((await params).id);
  const { scope } = await readQuery(searchParams, 'scope');
  const session = await requireAdmin(pathUnderClient(id, 'try', { scope }), {
    permission: 'clients:write',
    fresh: true,
  });
  const { ctx } = session;
  const client = await describeClient(ctx, id);
  if (!client) notFound();
  const trial = await describeTrial(ctx, id);
  const refusal = whyNotTried(client);
  return (
    <AdminPage
      place="clients"
      session={session}
      title={
        <>
          Try <Foreign>{client.name}</Foreign>
        </>
      }
      intro="Play the client’s part: each step is a real request to this server, shown with its answer. The session that comes out is a real one, as “Try it (dashboard)”; Revoke ends it."
    >
      {trial ? (
        <>
          {trial.userCode && trial.link && !trial.isSignedIn && (
            <TrialCode code={trial.userCode} link={trial.link} />
          )}
          <Transcript exchanges={trial.exchanges} />
          <TrialSteps
            client={id}
            steps={[
              ...trial.steps.map((step, index) => ({ step, name: names[step], isNext: index === 0 })),
              { step: 'end', name: 'Start again', isNext: trial.steps.length === 0 },
            ]}
          />
          <p className="text-sm/6 text-muted">
            Codes and tokens are kept sealed on the server for an hour, and shown by their first letters
            alone.
          </p>
        </>
      ) : refusal ? (
        <Notice tone="warning" title="It cannot be tried">
          <p>{refusal}</p>
        </Notice>
      ) : (
        <form method="post" action="/admin/clients/form/trial" className="flex max-w-xl flex-col gap-5">
          <Hidden values={{ client: id, step: 'start' }} />
          <Field
            label="Scope"
            name="scope"
            maxLength={2_000}
            autoComplete="off"
            spellCheck={false}
            defaultValue={scope ?? client.scopes.join(' ')}
            hint="What it asks for, with spaces between. Empty: everything that it may have."
          />
          {client.isConfidential && (
            <Field
              label="Client secret"
              name="secret"
              type="password"
              autoComplete="off"
              maxLength={512}
              required
              hint="One that counts. It is kept sealed for this trial alone, and never shown."
            />
          )}
          <div className="sm:max-w-60">
            <Button>Ask for a device code</Button>
          </div>
        </form>
      )}
      <p>
        <TextLink href={pathOfClient(id)}>Back to the client</TextLink>
      </p>
    </AdminPage>
  );
}
