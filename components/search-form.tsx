import { Button } from './button';
import { Field } from './field';

/** A plain GET form: what is looked for stands in the address. */
export function SearchForm({ action, label, search }: { action: string; label: string; search: string }) {
  return (
    <search>
      <form action={action}>
        <SearchRow label={label} search={search} />
      </form>
    </search>
  );
}

/** What is looked for, and the button, for a form that has more than that. */
export const SearchRow = ({ label, search }: { label: string; search: string }) => (
  <div className="flex flex-col gap-3 sm:flex-row sm:items-end">
    <div className="flex-1">
      <Field
        label={label}
        name="q"
        type="search"
        defaultValue={search}
        maxLength={254}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="search"
      />
    </div>
    <div className="sm:w-32">
      <Button look="secondary">Search</Button>
    </div>
  </div>
);
