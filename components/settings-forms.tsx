import { Button } from './button';
import { Choices } from './choices';
import { Field } from './field';
import { CheckBox } from './form-fields';
import { Hidden } from './hidden';
import { Notice } from './notice';

/** What stands above a form that came back: what was saved meanwhile, what is wrong, or that a step came between. */
export function FormNotice({
  said,
}: {
  said: { tone: 'success' | 'error' | 'warning'; title: string; lines: string[] } | null;
}) {
  return (
    said && (
      <Notice tone={said.tone} title={said.title}>
        {said.lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </Notice>
    )
  );
}

/** The colour, with what is written on it. An attribute of SVG: there are no inline styles here. */
const Swatch = ({ colour, ink, label }: { colour: string; ink: string; label: string }) => (
  <svg viewBox="0 0 120 40" className="h-10 w-30 shrink-0 sm:mt-8" role="img" aria-label={label}>
    <rect width="120" height="40" rx="10" fill={colour} />
    <text x="60" y="26" textAnchor="middle" fontSize="16" fontWeight="500" fill={ink}>
      Button
    </text>
  </svg>
);

type Accent = { value: string; error: string | null; shown: { colour: string; ink: string } };

export function BrandingForm({
  name,
  light,
  dark,
  version,
}: {
  name: { value: string; error: string | null };
  light: Accent;
  dark: Accent;
  version: string;
}) {
  const accent = (field: 'light' | 'dark', label: string, { value, error, shown }: Accent) => (
    <div className="flex flex-wrap items-start gap-4">
      <div className="w-full max-w-sm">
        <Field
          label={label}
          name={field}
          defaultValue={value}
          error={error}
          maxLength={7}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <Swatch {...shown} label={`A button of the colour in use on ${field} pages`} />
    </div>
  );
  return (
    <form method="post" action="/admin/settings/branding" className="flex flex-col gap-5">
      <Hidden values={{ version }} />
      <div className="max-w-sm">
        <Field
          label="Name"
          name="name"
          defaultValue={name.value}
          error={name.error}
          maxLength={40}
          required
          autoComplete="off"
          hint="At the top of every page, in its title, and in mails beside the host."
        />
      </div>
      {accent('light', 'Colour on light pages', light)}
      {accent('dark', 'Colour on dark pages', dark)}
      <p className="text-sm/6 text-muted">
        Of buttons and links. Only colours are taken on which text can be read (4.5 to 1) and that stand out
        from the page (3 to 1). The shade under a pointer follows from it.
      </p>
      <div className="sm:max-w-52">
        <Button>Save</Button>
      </div>
    </form>
  );
}

export type MethodSwitch = { id: string; name: string; about: string; isOn: boolean };

export function SignInForm({ methods, version }: { methods: MethodSwitch[]; version: string }) {
  return (
    <form method="post" action="/admin/settings/sign-in" className="flex flex-col gap-5">
      <Hidden values={{ version, shown: methods.map(({ id }) => id).join(' ') }} />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-2 text-sm font-medium">People sign in with</legend>
        {methods.map(({ id, name, about, isOn }) => (
          <CheckBox key={id} name={`method_${id}`} label={name} hint={about} checked={isOn} />
        ))}
      </fieldset>
      <div className="sm:max-w-52">
        <Button>Save</Button>
      </div>
    </form>
  );
}

const factorChoices = [
  {
    value: 'optional',
    label: 'Optional',
    about: 'Administrators may set one up, and are asked for it then.',
  },
  {
    value: 'required',
    label: 'Required',
    about: 'An administrator without one gets no further before they have set one up. That may be you.',
  },
];

export function PolicyForm({
  secondFactor,
  days,
  mostDays,
  version,
}: {
  /** Null: a variable decides. */
  secondFactor: string | null;
  days: { value: string; error: string | null };
  mostDays: number;
  version: string;
}) {
  return (
    <form method="post" action="/admin/settings/policy" className="flex flex-col gap-5">
      <Hidden values={{ version }} />
      {secondFactor !== null && (
        <Choices
          legend="Of administrators a second factor is"
          name="second_factor"
          chosen={secondFactor}
          choices={factorChoices}
        />
      )}
      <div className="max-w-sm">
        <Field
          label="Days that ended sessions are kept"
          name="days"
          inputMode="numeric"
          autoComplete="off"
          defaultValue={days.value}
          error={days.error}
          hint={`1 to ${mostDays.toLocaleString('en')}; empty: for ever. What is deleted is gone from the list of sessions; the audit log keeps its own rows.`}
        />
      </div>
      <div className="sm:max-w-52">
        <Button>Save</Button>
      </div>
    </form>
  );
}
