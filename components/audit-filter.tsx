import { Button, SmallButton, TextLink } from './button';
import { Field } from './field';
import { Hidden } from './hidden';
import { Summary } from './summary';

type Values = Readonly<Record<string, string | undefined>>;

const plain = { autoComplete: 'off', autoCapitalize: 'off', spellCheck: false, maxLength: 254 } as const;

/** What to look for, as a plain GET form: it stands in the address, to be kept or sent on. */
export function AuditFilter({
  values,
  problems,
  actions,
  isOpen,
}: {
  values: Values;
  problems: Values;
  /** To choose from while typing: an action, or the beginning of several. */
  actions: readonly string[];
  /** Are the fields that are needed seldom in use? */
  isOpen: boolean;
}) {
  const field = (name: string) => ({
    name,
    defaultValue: values[name] ?? '',
    error: problems[name] ?? null,
    ...plain,
  });
  return (
    <search>
      <form action="/admin/audit" className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Person" hint="An e-mail address, or an id" {...field('person')} />
          <Field
            label="What happened"
            hint="An action, or how several begin, such as session."
            list="actions"
            {...field('action')}
          />
        </div>
        <datalist id="actions">
          {actions.map((action) => (
            <option key={action} value={action} />
          ))}
        </datalist>
        <details open={isOpen} className="group rounded-xl border border-line bg-card">
          <Summary look="flex min-h-11 px-4 text-sm font-medium">More to look for</Summary>
          <div className="grid gap-4 px-4 pb-4 sm:grid-cols-2">
            <Field
              label="Done by"
              hint="An e-mail address, or the id of a person, client or API key"
              {...field('actor')}
            />
            <Field label="Client" hint="Its client_id" {...field('client')} />
            <Field label="Organization" hint="Its slug" {...field('organization')} />
            <Field label="Address or network" hint="203.0.113.7, or 203.0.113.0/24" {...field('place')} />
            <Field label="Request id" hint="As an answer’s x-request-id says it" {...field('request')} />
            <Field label="Target" hint="The id of a session, client, key, …" {...field('target')} />
            <Field label="From (UTC)" type="datetime-local" {...field('from')} />
            <Field label="Until (UTC)" type="datetime-local" {...field('to')} />
          </div>
        </details>
        <div className="flex flex-wrap items-center gap-4">
          <div className="w-40">
            <Button look="secondary">Search</Button>
          </div>
          {Object.values(values).some(Boolean) && <TextLink href="/admin/audit">Show everything</TextLink>}
        </div>
      </form>
    </search>
  );
}

/** Everything that the filter finds, as a file. */
export const AuditExport = ({ values }: { values: Values }) => (
  <form method="post" action="/admin/audit/export" className="flex flex-wrap items-center gap-3">
    <Hidden values={values} />
    <span className="text-sm/6 text-muted">Download all of these as</span>
    <SmallButton name="format" value="csv">
      CSV
    </SmallButton>
    <SmallButton name="format" value="jsonl">
      JSON lines
    </SmallButton>
  </form>
);
