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

/** Must the people of an organization have a second factor? */
export function PolicyForm({
  organization,
  chosen,
  days,
  mostDays,
  error,
}: {
  organization: string;
  chosen: string;
  days: string;
  mostDays: number;
  error: string | null;
}) {
  return (
    <form method="post" action="/admin/organizations/policy/change" className="flex flex-col gap-5">
      <Hidden values={{ organization }} />
      <Choices legend="A second factor is" name="second_factor" chosen={chosen} choices={choices} />
      <div className="max-w-sm">
        <Field
          label="Days to set one up"
          name="second_factor_grace_days"
          type="number"
          inputMode="numeric"
          min={0}
          max={mostDays}
          step={1}
          required
          defaultValue={days}
          error={error}
          autoFocus={error !== null}
          hint={`0 to ${mostDays}, counted from when it is required of a person. It matters only while it is required.`}
        />
      </div>
      <div className="sm:max-w-52">
        <Button>Save</Button>
      </div>
    </form>
  );
}
