import type { ReactNode } from 'react';
import { Button, TextLink } from './button';
import { Field } from './field';
import { Select } from './form-fields';

type Name = { slug: string; name: string };
type Values = Record<string, string | undefined>;

const states = { live: 'Live', ended: 'Ended', expired: 'Expired', all: 'All' };

/** On a phone the headings of the table, which sort it, are not there. */
const orders = {
  '': 'As usual',
  created: 'Created, newest first',
  created_ascending: 'Created, oldest first',
  used: 'Last used, latest first',
  used_ascending: 'Last used, longest ago first',
};

/** A plain GET form: what is looked for stands in the address, and can be shared. What is rarer folds away. */
export function SessionFilter({
  values,
  problems,
  suggestions,
  columns,
  sort,
  isUsed,
}: {
  /** As they were typed. */
  values: Values;
  problems: Values;
  /** One of `orders`; none: as is usual for what is asked. */
  sort: string;
  suggestions: { clients: Name[]; organizations: Name[] };
  columns: { id: string; heading: string; isShown: boolean }[];
  /** Is anything asked for beyond the first line? */
  isUsed: boolean;
}) {
  const field = (name: string) => ({
    name,
    defaultValue: values[name],
    error: problems[name] ?? null,
    autoComplete: 'off',
    autoCapitalize: 'off',
    spellCheck: false,
  });
  return (
    <search>
      <form action="/admin/sessions" className="flex flex-col gap-4">
        <div className="flex flex-col gap-3 sm:flex-row sm:items-end">
          <div className="flex-1">
            <Field label="Person" type="search" enterKeyHint="search" maxLength={254} {...field('user')} />
          </div>
          <div className="sm:w-40">
            <Select label="State" name="state" chosen={values.state ?? 'live'} choices={states} />
          </div>
          <div className="sm:w-56">
            <Select label="Sort" name="sort" chosen={sort} choices={orders} />
          </div>
          <div className="sm:w-32">
            <Button look="secondary">Search</Button>
          </div>
        </div>
        <details open={isUsed} className="rounded-xl border border-line bg-card">
          <summary className="flex min-h-11 items-center rounded-xl px-4 text-sm font-medium">
            More filters and columns
            <span aria-hidden className="ml-2 text-muted">
              ▾
            </span>
          </summary>
          <div className="flex flex-col gap-4 px-4 pt-1 pb-4">
            <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
              <Field label="Client" maxLength={254} list="clients" {...field('client')} />
              <Field label="Organization" maxLength={254} list="organizations" {...field('organization')} />
              <Field label="Network" maxLength={60} placeholder="198.51.100.0/24" {...field('network')} />
              <Field label="Unused for days" inputMode="numeric" maxLength={4} {...field('unused_days')} />
              <Field label="Created from" type="date" {...field('created_from')} />
              <Field label="Created to" type="date" {...field('created_to')} />
              <Field label="Last used from" type="date" {...field('used_from')} />
              <Field label="Last used to" type="date" {...field('used_to')} />
            </div>
            <Suggestions id="clients" names={suggestions.clients} />
            <Suggestions id="organizations" names={suggestions.organizations} />
            <fieldset>
              <legend className="mb-1 text-sm font-medium">Columns</legend>
              <div className="flex flex-wrap gap-x-5">
                {columns.map(({ id, heading, isShown }) => (
                  <label key={id} className="inline-flex min-h-11 items-center gap-2 text-sm">
                    <input
                      type="checkbox"
                      name="columns"
                      value={id}
                      defaultChecked={isShown}
                      className="size-4 accent-accent"
                    />
                    {heading}
                  </label>
                ))}
              </div>
            </fieldset>
            <div className="flex flex-wrap items-center gap-4">
              <div className="w-full sm:w-40">
                <Button look="secondary">Apply</Button>
              </div>
              <TextLink href="/admin/sessions">Show all live sessions</TextLink>
            </div>
          </div>
        </details>
      </form>
    </search>
  );
}

const Suggestions = ({ id, names }: { id: string; names: Name[] }): ReactNode => (
  <datalist id={id}>
    {names.map(({ slug, name }) => (
      <option key={slug} value={slug} label={name} />
    ))}
  </datalist>
);
