import { Badge } from './badge';
import { TextLink } from './button';
import { EmptyState } from './empty-state';
import { Foreign } from './facts';
import { Field } from './field';
import { Select } from './form-fields';
import { SearchRow } from './search-form';

type Listed = {
  id: string;
  href: string;
  name: string | null;
  email: string;
  role: 'user' | 'admin';
  disabledAt: Date | null;
  hasSecondFactor: boolean;
};

/** A plain GET form: what is looked for stands in the address. */
export function PeopleSearch({
  search,
  filters: { role, state, organization },
}: {
  search: string;
  filters: { role: string | null; state: string | null; organization: string | null };
}) {
  return (
    <search>
      <form action="/admin/users" className="flex flex-col gap-3">
        <SearchRow label="E-mail or name" search={search} />
        <details
          open={role !== null || state !== null || organization !== null}
          className="rounded-xl border border-line bg-card"
        >
          <summary className="flex min-h-11 items-center rounded-xl px-4 text-sm font-medium">
            More filters
            <span aria-hidden className="ml-2 text-muted">
              ▾
            </span>
          </summary>
          <div className="grid gap-4 px-4 pt-1 pb-4 sm:grid-cols-3">
            <Select
              label="Role"
              name="role"
              chosen={role ?? ''}
              choices={{ '': 'Any', admin: 'Administrators', user: 'Users' }}
            />
            <Select
              label="Account"
              name="state"
              chosen={state ?? ''}
              choices={{ '': 'Any', enabled: 'Enabled', disabled: 'Disabled' }}
            />
            <Field
              label="Organization"
              name="organization"
              defaultValue={organization ?? undefined}
              maxLength={254}
              autoComplete="off"
            />
          </div>
        </details>
      </form>
    </search>
  );
}

/** Each row is one link. */
export function PeopleList({ people }: { people: Listed[] }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-card sm:shadow-card">
      {people.map((person) => (
        <li key={person.id}>
          <a href={person.href} className="group block px-5 py-4 -outline-offset-3 hover:bg-sunken">
            <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              <span className="font-medium underline-offset-4 group-hover:underline">
                <Foreign>{person.name ?? person.email}</Foreign>
              </span>
              {person.role === 'admin' && <Badge>Administrator</Badge>}
              {person.disabledAt && <Badge tone="error">Disabled</Badge>}
            </span>
            {person.name && (
              <span className="block text-sm/6 text-muted">
                <bdi>{person.email}</bdi>
              </span>
            )}
            <span className="block text-sm/6 text-muted">
              {person.hasSecondFactor ? 'Has a second factor' : 'No second factor'}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

export function NobodyFound({ search, isFiltered }: { search: string; isFiltered: boolean }) {
  if (isFiltered)
    return (
      <EmptyState title="Nobody was found">
        Nobody fits all of this. Take something away, or{' '}
        <TextLink href="/admin/users">show everybody</TextLink>.
      </EmptyState>
    );
  return (
    <EmptyState title="Nobody was found">
      No e-mail address and no name holds “<Foreign>{search}</Foreign>”. Try a shorter part of it, or{' '}
      <TextLink href="/admin/users">show everybody</TextLink>.
    </EmptyState>
  );
}
