import type { ReactNode } from 'react';
import { Field } from './field';
import { CheckBox, Select, TextArea } from './form-fields';

/** A field of a client as it is asked for. */
export type ClientFormField = {
  name: string;
  label: string;
  hint: string;
  value: string | undefined;
  error: string | null;
} & (
  | { kind: 'text' | 'lines' | 'flag' | 'seconds' }
  | { kind: 'choice'; choices: Readonly<Record<string, string>> }
);

export type ClientFormSection = { title: string; fields: ClientFormField[] };

/** Everything that is decided about a client, a few fields to each heading. */
export function ClientFields({ sections }: { sections: ClientFormSection[] }) {
  return sections.map(({ title, fields }) => (
    <fieldset key={title} className="flex min-w-0 flex-col gap-5 border-t border-line pt-5">
      <legend className="float-left mb-4 w-full text-lg/7 font-semibold tracking-tight">{title}</legend>
      {fields.map((field) => (
        <ClientField key={field.name} field={field} />
      ))}
    </fieldset>
  ));
}

function ClientField({ field }: { field: ClientFormField }): ReactNode {
  const { kind, value, ...about } = field;
  switch (kind) {
    case 'flag':
      return <CheckBox {...about} checked={value !== undefined} />;
    case 'lines':
      return <TextArea {...about} defaultValue={value ?? ''} rows={4} spellCheck={false} />;
    case 'choice':
      return <Select {...about} choices={field.choices} chosen={value} />;
    case 'seconds':
      return (
        <div className="max-w-sm">
          <Field {...about} defaultValue={value ?? ''} inputMode="numeric" autoComplete="off" />
        </div>
      );
    case 'text':
      return <Field {...about} defaultValue={value ?? ''} autoComplete="off" />;
  }
}
