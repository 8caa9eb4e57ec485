import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ManagedBadges } from '@/components/badge';
import { TextLink } from '@/components/button';
import { ClientLogo } from '@/components/client-list';
import { ClientActions } from '@/components/client-secrets';
import { FactSections } from '@/components/fact-sections';
import { Foreign } from '@/components/facts';
import { Notice } from '@/components/notice';
import { isPermitted } from '@/lib/authority/rules';
import { describeClient } from '@/lib/clients/list';
import { pathOfImage } from '@/lib/images/read';
import { authorityOfPerson } from '@/lib/login/browser-session';
import { decodeSegment, pathWith, type Query, readQuery } from '../../../query';
import { requireAdmin } from '../../../session';
import { AdminPage } from '../../shell';
import { pathOfClient, pathUnderClient } from '../path';
import { findNotice, whyNotTried } from '../words';
import { LogoSection, SecretsSection } from './changeable';
import { sectionsOf } from './sections';
import { WhereFrom } from './where-from';
import { sessionsInWords } from './words';

export const metadata: Metadata = { title: 'Client' };

type Props = { params: Promise<{ id: string }>; searchParams: Query };

export default async function ClientPage({ params, searchParams }: Props) {
  const id = decodeSegment((await params).id);
  const query = await readQuery(searchParams, 'notice', 'logo');
  const session = await requireAdmin(pathOfClient(id), { permission: 'clients:read' });
  const client = await describeClient(session.ctx, id);
  if (!client) notFound();
  const said = findNotice(query.notice);
  const mayWrite = isPermitted(authorityOfPerson(session.person), 'clients:write');
  const canChange = mayWrite && !client.managedByFile;
  const canTry = whyNotTried(client) === null;
  return (
    <AdminPage
      place="clients"
      session={session}
      title={
        <span className="flex items-center gap-3">
          <ClientLogo src={client.logo && pathOfImage(client.logo)} look="large" />
          <Foreign>{client.name}</Foreign>
        </span>
      }
      intro={
        <>
          <span className="block font-mono text-[0.9375rem]/6">{client.id}</span>
          <span className="mt-1 flex flex-wrap gap-2">
            <ManagedBadges of={client} />
          </span>
        </>
      }
    >
      {said && (
        <Notice tone={said.tone} title={said.title}>
          <p>{said.sentence}</p>
        </Notice>
      )}
      {client.managedByFile && <WhereFrom />}
      {canChange && (
        <ClientActions
          client={id}
          isDisabled={client.disabledAt !== null}
          canTry={canTry}
          hrefs={{
            edit: pathUnderClient(id, 'edit'),
            try: pathUnderClient(id, 'try'),
            disable: pathUnderClient(id, 'disable'),
          }}
        />
      )}
      {mayWrite && canTry && client.managedByFile && (
        <p>
          <TextLink href={pathUnderClient(id, 'try')}>Try it</TextLink>
        </p>
      )}
      <div className="flex flex-col gap-8">
        <FactSections sections={sectionsOf(client)} />
      </div>
      {client.liveSessions > 0 && (
        <p>
          <TextLink href={pathWith('/admin/sessions', { client: id })}>
            {client.liveSessions === 1
              ? 'See the device that is signed in'
              : `See the ${sessionsInWords(client.liveSessions)} devices that are signed in`}
          </TextLink>
        </p>
      )}
      <SecretsSection session={session} client={client} canChange={canChange} />
      {canChange && <LogoSection client={client} refused={query.logo} />}
      <p>
        <TextLink href="/admin/clients">All clients</TextLink>
      </p>
    </AdminPage>
  );
}
