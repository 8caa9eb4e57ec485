import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Button, TextLink } from '@/components/button';
import { ClientFields } from '@/components/client-form';
import { Field } from '@/components/field';
import { CheckBox } from '@/components/form-fields';
import { Hidden } from '@/components/hidden';
import { PlaceList } from '@/components/place-list';
import { findPreset, presets } from '@/lib/clients/presets';
import { readDraft } from '@/lib/login/draft-cookie';
import { pathWith, type Query, readQuery } from '../../../query';
import { requireAdmin } from '../../../session';
import { AdminPage } from '../../shell';
import { readClientId, valuesOf } from '../client-fields';
import { isUnsaved, sectionsOfForm, Unsaved } from '../unsaved';

export const metadata: Metadata = { title: 'New client' };

/** First what kind of program it is, then a form that is filled in for it. */
export default async function NewClientPage({ searchParams }: { searchParams: Query }) {
  const query = await readQuery(searchParams, 'preset', 'draft', 'error');
  const path = pathWith('/admin/clients/new', query);
  const session = await requireAdmin(path, { permission: 'clients:write', fresh: true });
  const preset = findPreset(query.preset);
  if (!preset)
    return (
      <AdminPage
        place="clients"
        session={session}
        title="New client"
        intro="What kind of program is it? Each choice fills a form in, and you can change everything there."
      >
        <PlaceList
          places={presets.map(({ id, name, when }) => ({
            href: pathWith('/admin/clients/new', { preset: id }),
            name,
            about: when,
          }))}
        />
        <p>
          <TextLink href="/admin/clients">All clients</TextLink>
        </p>
      </AdminPage>
    );

  const draft = query.draft ? readDraft(session.ctx, session.person, 'new', await headers()) : null;
  const values = draft?.values ?? {
    ...valuesOf(preset.profile),
    ...(preset.isConfidential && { secret: 'on' }),
  };
  const id = readClientId(values.client_id);
  const taken = query.error === 'taken' ? 'Another client has this id. Choose another one.' : null;
  return (
    <AdminPage place="clients" session={session} title={`New client: ${preset.name}`} intro={preset.when}>
      <Unsaved what={isUnsaved(draft, query.error)} />
      <form method="post" action="/admin/clients/form/create" className="flex flex-col gap-6">
        <Hidden values={{ preset: preset.id }} />
        <Field
          label="Client id"
          name="client_id"
          required
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          defaultValue={values.client_id}
          error={draft ? (taken ?? ('error' in id ? id.error : null)) : null}
          hint="What the program sends as client_id, such as acme-cli. It cannot be changed later."
        />
        <ClientFields sections={sectionsOfForm(values, draft)} />
        <CheckBox
          label="Make a secret for it"
          name="secret"
          checked={values.secret !== undefined}
          hint="Only for a program that can keep one, such as a service on a server: without it nothing signs in as this client. It is shown once, on the next page."
        />
        <div className="flex flex-col gap-3 sm:flex-row">
          <div className="sm:w-52">
            <Button>Create the client</Button>
          </div>
        </div>
      </form>
      <p>
        <TextLink href="/admin/clients/new">Choose another kind</TextLink>
      </p>
    </AdminPage>
  );
}
