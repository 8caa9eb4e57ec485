import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { TextLink } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { Foreign } from '@/components/facts';
import { KeyList } from '@/components/key-list';
import { NewKeyLink } from '@/components/new-key';
import { Notice } from '@/components/notice';
import { listOrganizationApiKeys } from '@/lib/api-keys/administer';
import { isPermitted } from '@/lib/authority/rules';
import { authorityOfPerson } from '@/lib/login/browser-session';
import { findNotice } from '../../../../account/keys/notices';
import { decodeSegment, type Query, readQuery } from '../../../../query';
import { requireAdmin } from '../../../../session';
import { pathOfKey, pathOfKeys, pathOfNewKey } from '../../../api-keys/path';
import { AdminPage } from '../../../shell';
import { pathOfOrganization } from '../../path';

export const metadata: Metadata = { title: 'API keys' };

type Props = { params: Promise<{ slug: string }>; searchParams: Query };

export default async function OrganizationKeysPage({ params, searchParams }: Props) {
  const slug = decodeSegment((await params).slug);
  const { notice } = await readQuery(searchParams, 'notice');
  const session = await requireAdmin(pathOfKeys(slug), { permission: 'api_keys:read' });
  const found = await listOrganizationApiKeys(session.ctx, slug);
  if (!found) notFound();
  const { organization, keys } = found;
  const said = findNotice(notice);
  const mayWrite = isPermitted(authorityOfPerson(session.person), 'api_keys:write');
  return (
    <AdminPage
      place="organizations"
      session={session}
      title={
        <>
          API keys of <Foreign>{organization.name}</Foreign>
        </>
      }
      intro={
        <>
          With one, its own services call <TextLink href="/api/admin">this server’s API</TextLink>, or ask
          what a token is worth. A key is the organization’s: it stays when whoever made it goes.
        </>
      }
    >
      {said && (
        <Notice tone={said.tone} title={said.title}>
          <p>{said.sentence}</p>
        </Notice>
      )}
      {organization.disabledAt && (
        <Notice tone="warning" title="The organization is disabled">
          <p>None of its keys counts.</p>
        </Notice>
      )}
      {mayWrite && (
        <div>
          <NewKeyLink href={pathOfNewKey(slug)} />
        </div>
      )}
      {keys.length > 0 ? (
        <KeyList
          keys={keys.map((key) => ({
            ...key,
            revokeHref: mayWrite && !key.managedByFile ? pathOfKey(key.id) : null,
          }))}
          now={session.ctx.now}
        />
      ) : (
        <EmptyState title="It has no API keys">
          Make one when a service of the organization is to check tokens, or to read or change what an
          administrator of it may.
        </EmptyState>
      )}
      <p>
        <TextLink href={pathOfOrganization(slug)}>Back to the organization</TextLink>
      </p>
    </AdminPage>
  );
}
