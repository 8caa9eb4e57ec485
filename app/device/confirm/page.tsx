import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { Card } from '@/components/card';
import { ClientLogo } from '@/components/client-list';
import { CodeDisplay } from '@/components/code-display';
import { DecisionForm } from '@/components/decision-form';
import { DeviceRequest } from '@/components/device-request';
import { Foreign } from '@/components/facts';
import { Notice } from '@/components/notice';
import { NoOrganization, OrganizationChoice } from '@/components/organization-choice';
import { PageShell } from '@/components/page-shell';
import { SecondFactorNotice } from '@/components/second-factor-notice';
import { self } from '@/lib/clients/resources';
import { scopeInPlainWords } from '@/lib/clients/scopes';
import { rememberedCode } from '@/lib/device/code-cookie';
import { findOrganizationChoice } from '@/lib/device/organizations';
import { findGrantOutcome } from '@/lib/device/outcome';
import { requiredToAllow } from '@/lib/device/required-sign-in';
import { consentTicket, readEnteredCodeProof } from '@/lib/device/ticket';
import { pathOfImage } from '@/lib/images/read';
import { decideNextStep, pathOfStep } from '@/lib/login/next-step';
import { pathWith, type Query, readQuery } from '../../query';
import { askedSoon, requirePerson } from '../../session';
import { cutBy, whatItCuts, withinReach } from './words';

export const metadata: Metadata = { title: 'Allow this device?' };

export default async function ConfirmPage({ searchParams }: { searchParams: Query }) {
  const { request = '', error } = await readQuery(searchParams, 'request', 'error');
  const { ctx, person } = await requirePerson('/device');
  const grantId = readEnteredCodeProof(person.browserSessionId, request);
  if (!grantId) redirect('/device');
  const outcome = await findGrantOutcome(ctx, person.userId, grantId);
  if (outcome?.state !== 'pending') redirect(pathWith('/device/done', { request }));
  const next = decideNextStep(person, ctx.now, requiredToAllow(ctx, person, outcome.grant));
  // The code is remembered, so the same request is found again after it.
  if (next.step !== 'none') redirect(pathOfStep(next, '/device/enter'));
  const entered = rememberedCode(await headers());
  const administrator = { userId: person.userId, isPlatformAdmin: person.role === 'admin' };
  const choice = await findOrganizationChoice(administrator, outcome.grant);
  const { possible, preselected, refusing, reason } = choice;
  const grant = withinReach(possible, outcome.grant);
  const [only, ...others] = possible;
  const alone = only && others.length === 0 ? only : null;
  return (
    <PageShell>
      <Card
        title={
          <span className="flex items-start gap-3 font-normal">
            <ClientLogo src={grant.clientLogo && pathOfImage(grant.clientLogo)} look="large" />
            <span className="min-w-0">
              Allow{' '}
              <strong className="font-semibold">
                <Foreign>{grant.clientName}</Foreign>
              </strong>{' '}
              to act as you?
            </span>
          </span>
        }
      >
        {entered?.proof === request ? (
          <CodeDisplay code={entered.code} caption="Check that your device shows this code." />
        ) : (
          <p className="text-muted">Check that this is the device whose code you entered.</p>
        )}
        {error === 'organization' && preselected && (
          <Notice tone="error" title="Nothing was decided">
            <p>The request cannot be allowed for that organization. Choose again.</p>
          </Notice>
        )}
        <DeviceRequest
          grant={alone ? cutBy(alone, grant) : grant}
          permissions={(alone ? cutBy(alone, grant) : grant).scopes.map((scope) =>
            scopeInPlainWords(scope, grant.administratorsOnly ? 'this whole server' : 'your organization'),
          )}
          apis={grant.resources.filter((resource) => resource !== self)}
          account={person.email}
          organization={alone?.name ?? null}
          now={ctx.now}
        />
        <DecisionForm
          request={request}
          ticket={consentTicket(person.browserSessionId, grantId)}
          mayAllow={preselected !== null}
        >
          {preselected === null ? (
            <NoOrganization
              clientName={grant.clientName}
              refusing={refusing}
              reason={reason}
              wanted={grant.organizationHint}
            />
          ) : (
            <OrganizationChoice
              choices={possible.map((one) => ({ ...one, about: whatItCuts(one, grant) }))}
              chosen={preselected}
            />
          )}
        </DecisionForm>
        <SecondFactorNotice {...askedSoon({ ctx, person })} here="/device/enter" />
      </Card>
    </PageShell>
  );
}
