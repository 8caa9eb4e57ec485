import type { ReactNode } from 'react';

/** Several short things, one a line; its error and its hint are read with it. */
export function TextArea({
  label,
  name,
  value,
  hint,
  error,
}: {
  label: string;
  name: string;
  value: string;
  hint: ReactNode;
  error: string | null;
}) {
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={name} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        id={name}
        name={name}
        defaultValue={value}
        rows={3}
        maxLength={30_000}
        spellCheck={false}
        autoCapitalize="off"
        aria-invalid={error ? true : undefined}
        aria-describedby={`${error ? `${name}-error ` : ''}${name}-hint`}
        className={`w-full rounded-xl border bg-card px-4 py-2.5 text-base text-text ${error ? 'border-error' : 'border-control'}`}
      />
      {error && (
        <p id={`${name}-error`} role="alert" className="text-sm/6 font-medium text-error">
          {error}
        </p>
      )}
      <div id={`${name}-hint`} className="text-sm/6 text-muted">
        {hint}
      </div>
    </div>
  );
}
