import type { ComponentProps, ReactNode } from 'react';
import { FieldError } from './field';

type About = { label: string; name: string; hint?: ReactNode; error?: string | null | undefined };

const describedBy = ({ name, hint, error }: About): string | undefined =>
  [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(' ') || undefined;

const box = (error: string | null | undefined): string =>
  `w-full rounded-xl border bg-card px-4 py-2.5 text-base text-text placeholder:text-muted ${error ? 'border-error' : 'border-control'}`;

/** A label above, what is wrong and what is meant below. */
function Labelled({ label, name, hint, error, children }: About & { children: ReactNode }) {
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={name} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {error && <FieldError id={`${name}-error`}>{error}</FieldError>}
      {hint && (
        <div id={`${name}-hint`} className="text-sm/6 text-muted">
          {hint}
        </div>
      )}
    </div>
  );
}

type Bare<Element extends 'textarea' | 'select' | 'input'> = Omit<
  ComponentProps<Element>,
  'id' | 'className' | 'name'
>;

export function TextArea({ label, name, hint, error, ...input }: About & Bare<'textarea'>) {
  const about = { label, name, hint, error };
  return (
    <Labelled {...about}>
      <textarea
        {...input}
        id={name}
        name={name}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(about)}
        className={`${box(error)} font-mono sm:text-sm`}
      />
    </Labelled>
  );
}

/** One of a few that need no explanation each. */
export function Select({
  label,
  name,
  hint,
  error,
  choices,
  chosen,
}: About & { choices: Readonly<Record<string, string>>; chosen: string | undefined }) {
  const about = { label, name, hint, error };
  return (
    <Labelled {...about}>
      <select
        id={name}
        name={name}
        defaultValue={chosen}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(about)}
        className={`${box(error)} min-h-12 max-w-sm`}
      >
        {Object.entries(choices).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

/** Yes or no: the whole row is the target. */
export function CheckBox({
  label,
  name,
  value = 'on',
  hint,
  error,
  checked,
  disabled,
}: About & { value?: string; checked: boolean; disabled?: boolean }) {
  const id = value === 'on' ? name : `${name}-${value}`;
  return (
    <div className="flex flex-col gap-2">
      <label
        htmlFor={id}
        className={`flex gap-3 rounded-xl border bg-card px-4 py-3 hover:bg-sunken ${error ? 'border-error' : 'border-control'}`}
      >
        <input
          type="checkbox"
          id={id}
          name={name}
          value={value}
          defaultChecked={checked}
          disabled={disabled}
          className="mt-1 size-4 shrink-0 accent-accent"
        />
        <span className="min-w-0">
          <span className="block font-medium">{label}</span>
          {hint && <span className="block text-sm/6 text-muted">{hint}</span>}
        </span>
      </label>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}
