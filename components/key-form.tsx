import { Button } from './button';
import { Choices } from './choices';
import { Field } from './field';
import { Hidden } from './hidden';

/** A new API key: what it is for, what it may do, and for how long. */
export function KeyForm({
  action,
  carried = {},
  scopes,
  expiries,
  chosen,
  errors,
}: {
  action: string;
  carried?: Record<string, string>;
  scopes: { scope: string; about: string }[];
  expiries: { value: string; label: string; about: string }[];
  chosen: { name: string; scopes: readonly string[]; expiry: string };
  errors: { name: string | null; scopes: string | null };
}) {
  return (
    <form method="post" action={action} className="flex flex-col gap-6">
      <Hidden values={carried} />
      <Field
        label="Name"
        name="name"
        required
        maxLength={200}
        autoComplete="off"
        defaultValue={chosen.name}
        error={errors.name}
        autoFocus={errors.scopes === null}
        hint="What it is for and where it lies, such as “nightly report on build-7”. Up to 60 letters."
      />
      <fieldset className="flex flex-col gap-2" aria-describedby={errors.scopes ? 'scopes-error' : undefined}>
        <legend className="mb-2 text-sm font-medium">It may</legend>
        {errors.scopes && (
          <p id="scopes-error" role="alert" className="text-sm/6 font-medium text-error">
            {errors.scopes}
          </p>
        )}
        <div className="divide-y divide-line rounded-xl border border-control bg-card">
          {scopes.map(({ scope, about }) => (
            <label key={scope} className="flex gap-3 px-4 py-3 hover:bg-sunken">
              <input
                type="checkbox"
                name={`scope:${scope}`}
                value="on"
                defaultChecked={chosen.scopes.includes(scope)}
                className="mt-1 size-4 shrink-0 accent-accent"
              />
              <span className="min-w-0">
                <span className="block font-mono text-sm/6">{scope}</span>
                <span className="block text-sm/6 text-muted">{about}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <Choices legend="It expires" name="expiry" chosen={chosen.expiry} choices={expiries} />
      <div className="sm:max-w-52">
        <Button>Make the key</Button>
      </div>
    </form>
  );
}
