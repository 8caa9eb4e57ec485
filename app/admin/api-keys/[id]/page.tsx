import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { TextLink } from '@/components/button';
import { Foreign } from '@/components/facts';
import { KeyCard } from '@/components/key-card';
import { describeApiKey } from '@/lib/api-keys/administer';
import { isPermitted } from '@/lib/authority/rules';
import { authorityOfPerson } from '@/lib/login/browser-session';
import { decodeSegment } from '../../../query';
import { requireAdmin } from '../../../session';
import { AdminPage } from '../../shell';
import { pathOfUser } from '../../users/path';
import { pathOfKey, pathOfKeys } from '../path';

export const metadata: Metadata = { title: 'API key' };

export default async function KeyPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeSegment((await params).id);
  const session = await requireAdmin(pathOfKey(id), { permission: 'api_keys:read' });
  const key = z.uuid().safeParse(id).success ? await describeApiKey(session.ctx, id) : null;
  if (!key) notFound();
  const { organization, user } = key;
  const owner = organization
    ? { kind: 'Organization' as const, name: organization.name, href: pathOfKeys(organization.slug) }
    : {
        kind: 'Person' as const,
        name: user?.email ?? 'Nobody',
        href: key.userId ? pathOfUser(key.userId) : null,
      };
  return (
    <AdminPage
      place={organization ? 'organizations' : 'users'}
      session={session}
      title={<Foreign>{key.name}</Foreign>}
      intro="An API key"
    >
      <KeyCard
        of={key}
        owner={owner}
        mayRevoke={isPermitted(authorityOfPerson(session.person), 'api_keys:write')}
        now={session.ctx.now}
      />
      {organization && (
        <p>
          <TextLink href={pathOfKeys(organization.slug)}>All keys of the organization</TextLink>
        </p>
      )}
    </AdminPage>
  );
}
