import { Button } from './button';
import { Choices } from './choices';
import { Field } from './field';
import { Hidden } from './hidden';

/** Where a webhook goes, and what it is told. */
export function WebhookForm({
  action,
  carried,
  values,
  groups,
  error,
  submit,
}: {
  action: string;
  carried?: Record<string, string>;
  values: { url: string; description: string; which: string; chosen: readonly string[] };
  groups: readonly { begins: string; name: string; about: string }[];
  error: { field: 'url' | 'events'; sentence: string } | null;
  submit: string;
}) {
  const wrong = (field: 'url' | 'events') => (error?.field === field ? error.sentence : null);
  return (
    <form method="post" action={action} className="flex flex-col gap-6">
      <Hidden values={carried ?? {}} />
      <Field
        label="Address"
        name="url"
        type="text"
        inputMode="url"
        required
        maxLength={2_000}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        defaultValue={values.url}
        error={wrong('url')}
        autoFocus={wrong('url') !== null}
        hint="Each event is sent there with POST. https, such as https://hooks.example.com/doorcode"
      />
      <Field
        label="Description"
        name="description"
        maxLength={200}
        autoComplete="off"
        defaultValue={values.description}
        hint="For yourselves: what is it for?"
      />
      <Choices
        legend="It is told of"
        name="which"
        chosen={values.which}
        choices={[
          { value: 'all', label: 'Everything', about: 'Also of kinds of events that do not exist yet.' },
          { value: 'chosen', label: 'What is chosen below', about: 'Only of these kinds of events.' },
        ]}
      />
      <fieldset
        className="flex flex-col gap-2"
        aria-describedby={wrong('events') ? 'events-error' : undefined}
      >
        <legend className="mb-2 text-sm font-medium">Kinds of events</legend>
        {wrong('events') && (
          <p id="events-error" role="alert" className="text-sm/6 font-medium text-error">
            {wrong('events')}
          </p>
        )}
        <div className="grid gap-x-6 sm:grid-cols-2">
          {groups.map(({ begins, name, about }, at) => (
            <label key={begins} className="flex min-h-11 items-start gap-3 py-2">
              <input
                type="checkbox"
                name={`group_${at}`}
                value="on"
                defaultChecked={values.chosen.includes(begins)}
                className="mt-1 size-4 shrink-0 accent-accent"
              />
              <span className="min-w-0 text-sm/6">
                {name} <span className="block text-muted">{about}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="sm:max-w-52">
        <Button>{submit}</Button>
      </div>
    </form>
  );
}
