import { Button } from './button';
import { Choices } from './choices';
import { Field } from './field';
import { Hidden } from './hidden';

const choices = [
  {
    value: 'off',
    label: 'Not offered',
    about: 'People are not invited to set one up. Whoever has one is still asked for it.',
  },
  { value: 'optional', label: 'Optional', about: 'People may set one up, and are asked for it then.' },
  {
    value: 'required',
    label: 'Required',
    about: 'People without one are told at once, and cannot go on without it after the days below.',
  },
];

/** What is in the fields: as it is typed. */
export type PolicyInput = {
  second_factor: string;
  second_factor_grace_days: string;
  allowed_clients: string;
  scope_ceiling: string;
  session_lifetime: string;
  session_idle: string;
};

/** What an organization asks of its people, and allows their devices. `error`: which field, and what to do. */
export function PolicyForm({
  organization,
  opened,
  values,
  mostDays,
  error,
}: {
  organization: string;
  /** What tells whether somebody saved since the form was opened. */
  opened: string;
  values: PolicyInput;
  mostDays: number;
  error: { field: string; sentence: string } | null;
}) {
  const of = (name: keyof PolicyInput) => ({
    name,
    defaultValue: values[name],
    error: error?.field === name ? error.sentence : null,
    autoFocus: error?.field === name,
  });
  return (
    <form method="post" action="/admin/organizations/policy/change" className="flex flex-col gap-5">
      <Hidden values={{ organization, opened }} />
      <Choices
        legend="A second factor is"
        name="second_factor"
        chosen={values.second_factor}
        choices={choices}
      />
      <div className="max-w-sm">
        <Field
          {...of('second_factor_grace_days')}
          label="Days to set one up"
          type="number"
          inputMode="numeric"
          min={0}
          max={mostDays}
          step={1}
          required
          hint={`0 to ${mostDays}, counted from when it is required of a person. It matters only while it is required.`}
        />
      </div>
      <Field
        {...of('allowed_clients')}
        {...asCode}
        label="Allowed clients"
        maxLength={2_000}
        hint="Client ids, separated by spaces; empty: every client. What other clients have signed in for this organization stops working at once."
      />
      <Field
        {...of('scope_ceiling')}
        {...asCode}
        label="Most scopes"
        maxLength={2_000}
        hint="Separated by spaces; empty: whatever the client may have. Others are dropped when tokens are given and refreshed."
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          {...of('session_lifetime')}
          label="A sign-in ends after"
          maxLength={40}
          placeholder="as the client says"
          hint="Such as 30 days or 12 hours; empty: as the client says. A shorter time ends what is signed in already."
        />
        <Field
          {...of('session_idle')}
          label="And unused after"
          maxLength={40}
          placeholder="as the client says"
          hint="How long it may go without a refresh. The earlier of this and the client’s own time counts."
        />
      </div>
      <div className="sm:max-w-52">
        <Button>Save</Button>
      </div>
    </form>
  );
}

const asCode = { autoComplete: 'off', autoCapitalize: 'off', spellCheck: false } as const;
