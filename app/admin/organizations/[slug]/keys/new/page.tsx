import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { TextLink } from '@/components/button';
import { Foreign } from '@/components/facts';
import { KeyForm } from '@/components/key-form';
import { Notice } from '@/components/notice';
import { listOrganizationApiKeys } from '@/lib/api-keys/administer';
import { readChosenKey } from '../../../../../key-fields';
import { expiriesInWords, keyErrors, scopesInWords, tooManyKeys } from '../../../../../key-words';
import { decodeSegment, type Query, readQuery } from '../../../../../query';
import { requireAdmin } from '../../../../../session';
import { pathOfKeys, pathOfNewKey } from '../../../../api-keys/path';
import { AdminPage } from '../../../../shell';

export const metadata: Metadata = { title: 'New API key' };

type Props = { params: Promise<{ slug: string }>; searchParams: Query };

export default async function NewOrganizationKeyPage({ params, searchParams }: Props) {
  const slug = decodeSegment((await params).slug);
  const { error, ...chosen } = await readQuery(searchParams, 'error', 'name', 'scopes', 'expiry');
  const session = await requireAdmin(pathOfNewKey(slug, chosen), {
    permission: 'api_keys:write',
    fresh: true,
  });
  const found = await listOrganizationApiKeys(session.ctx, slug);
  if (!found) notFound();
  return (
    <AdminPage
      place="organizations"
      session={session}
      title="New API key"
      intro={
        <>
          For the services of <Foreign>{found.organization.name}</Foreign>: it does what an administrator of
          it may, within it alone, as far as you choose here. It is shown once, after this.
        </>
      }
    >
      {error === 'too_many' && (
        <Notice tone={tooManyKeys.tone} title={tooManyKeys.title}>
          <p>{tooManyKeys.sentence}</p>
        </Notice>
      )}
      <KeyForm
        action="/admin/api-keys/create"
        carried={{ organization: slug }}
        scopes={scopesInWords(found.givable)}
        expiries={expiriesInWords(session.ctx.now)}
        chosen={readChosenKey(chosen)}
        errors={keyErrors(error)}
      />
      <p>
        <TextLink href={pathOfKeys(slug)}>Back to the keys</TextLink>
      </p>
    </AdminPage>
  );
}
