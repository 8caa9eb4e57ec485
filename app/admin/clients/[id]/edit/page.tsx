import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { Button, TextLink } from '@/components/button';
import { ClientFields } from '@/components/client-form';
import { Foreign } from '@/components/facts';
import { Hidden } from '@/components/hidden';
import { describeClient } from '@/lib/clients/list';
import { readDraft } from '@/lib/login/draft-cookie';
import { decodeSegment, type Query, readQuery } from '../../../../query';
import { requireAdmin } from '../../../../session';
import { AdminPage } from '../../../shell';
import { valuesOf } from '../../client-fields';
import { pathOfClient, pathUnderClient } from '../../path';
import { isUnsaved, sectionsOfForm, Unsaved } from '../../unsaved';

export const metadata: Metadata = { title: 'Change client' };

type Props = { params: Promise<{ id: string }>; searchParams: Query };

export default async function EditClientPage({ params, searchParams }: Props) {
  const id = decodeSegment((await params).id);
  const query = await readQuery(searchParams, 'draft', 'error');
  const session = await requireAdmin(pathUnderClient(id, 'edit', query), {
    permission: 'clients:write',
    fresh: true,
  });
  const client = await describeClient(session.ctx, id);
  if (!client) notFound();
  if (client.managedByFile) redirect(pathOfClient(id, { notice: 'managed_by_file' }));
  const draft = query.draft ? readDraft(session.ctx, session.person, `client ${id}`, await headers()) : null;
  const values = draft?.values ?? valuesOf(client);
  return (
    <AdminPage
      place="clients"
      session={session}
      title={
        <>
          Change <Foreign>{client.name}</Foreign>
        </>
      }
      intro="What is saved counts from the client’s next request on. Tokens that it has stay as they were given."
    >
      <Unsaved what={isUnsaved(draft, query.error)} />
      <form method="post" action="/admin/clients/form/change" className="flex flex-col gap-6">
        <Hidden values={{ client: id }} />
        <ClientFields sections={sectionsOfForm(values, draft)} />
        <div className="sm:max-w-52">
          <Button>Save</Button>
        </div>
      </form>
      <p>
        <TextLink href={pathOfClient(id)}>Back without saving</TextLink>
      </p>
    </AdminPage>
  );
}
