import type { Metadata } from 'next';
import { Button, TextLink } from '@/components/button';
import { Field } from '@/components/field';
import { entryOf, pathWith, type Query, readQuery } from '../../../query';
import { requireAdmin } from '../../../session';
import { AdminPage } from '../../shell';

export const metadata: Metadata = { title: 'New organization' };

const problems: Record<string, { field: 'name' | 'slug'; sentence: string }> = {
  name: { field: 'name', sentence: 'Enter a name of at most 100 characters, all of them visible.' },
  slug: {
    field: 'slug',
    sentence:
      'Use lower-case letters, digits and dashes, at most 63, a letter or digit first and last. “new” is taken by this page.',
  },
  taken: { field: 'slug', sentence: 'Another organization has this slug. Choose another one.' },
};

export default async function NewOrganizationPage({ searchParams }: { searchParams: Query }) {
  const { error, name, slug } = await readQuery(searchParams, 'error', 'name', 'slug');
  const session = await requireAdmin(pathWith('/admin/organizations/new', { name, slug }), {
    permission: 'organizations:create',
    fresh: true,
  });
  const problem = entryOf(problems, error);
  const of = (field: 'name' | 'slug') => ({
    name: field,
    error: problem?.field === field ? problem.sentence : null,
    autoFocus: problem?.field === field,
    required: true,
    autoComplete: 'off',
  });
  return (
    <AdminPage
      place="organizations"
      session={session}
      title="New organization"
      intro="Nobody belongs to it yet: invite its first owner next."
    >
      <form method="post" action="/admin/organizations/new/create" className="flex max-w-lg flex-col gap-5">
        <Field {...of('name')} label="Name" maxLength={100} defaultValue={name} hint="What people see." />
        <Field
          {...of('slug')}
          label="Slug"
          maxLength={63}
          defaultValue={slug}
          autoCapitalize="off"
          spellCheck={false}
          hint="Its name in addresses, and what a command line may ask for, such as acme. It cannot be changed."
        />
        <div className="sm:max-w-60">
          <Button>Create organization</Button>
        </div>
      </form>
      <p>
        <TextLink href="/admin/organizations">All organizations</TextLink>
      </p>
    </AdminPage>
  );
}
