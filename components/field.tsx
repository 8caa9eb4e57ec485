import type { ComponentProps, ReactNode } from 'react';

const looks = {
  text: 'px-4 py-2.5 text-base',
  /** Long and meaningless: to compare, not to read. */
  token: 'px-4 py-2.5 font-mono text-base sm:text-sm',
  /** Letters one by one, as the device shows them. */
  code: 'px-4 py-3 font-mono text-[clamp(1.375rem,7vw,1.75rem)]/9 tracking-[0.12em] uppercase text-center',
};

/** A labelled input; its error and its hint are read with it. */
export function Field({
  label,
  name,
  hint,
  error,
  look = 'text',
  ...input
}: {
  label: string;
  name: string;
  hint?: ReactNode;
  error?: string | null;
  look?: keyof typeof looks;
} & Omit<ComponentProps<'input'>, 'id' | 'className'>) {
  const described = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(' ');
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={name} className="text-sm font-medium">
        {label}
      </label>
      <input
        {...input}
        id={name}
        name={name}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        className={`w-full rounded-xl border bg-card text-text placeholder:text-muted ${looks[look]} ${
          error ? 'border-error' : 'border-control'
        }`}
      />
      {error && <FieldError id={`${name}-error`}>{error}</FieldError>}
      {hint && (
        <div id={`${name}-hint`} className="text-sm/6 text-muted">
          {hint}
        </div>
      )}
    </div>
  );
}

/** What is wrong with a field, read with it and announced. */
export const FieldError = ({ id, children }: { id: string; children: ReactNode }) => (
  <p id={id} role="alert" className="flex gap-2 text-sm/6 font-medium text-error">
    <ErrorMark />
    <span>{children}</span>
  </p>
);

const ErrorMark = () => (
  <svg aria-hidden="true" viewBox="0 0 20 20" className="mt-0.5 size-5 shrink-0 fill-current">
    <path d="M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm-.9 4.2h1.8v5H9.1v-5Zm.9 8.1a1.1 1.1 0 1 1 0-2.2 1.1 1.1 0 0 1 0 2.2Z" />
  </svg>
);
