import { Button } from './button';
import { Field } from './field';

export function CodeForm({ typed, error }: { typed: string | undefined; error: string | null }) {
  return (
    <form method="post" action="/device/enter" className="flex flex-col gap-5">
      <Field
        look="code"
        label="Code"
        name="code"
        hint="Eight letters. The dash and capital letters do not matter."
        error={error}
        defaultValue={typed}
        required
        maxLength={64}
        autoFocus
        autoComplete="off"
        autoCapitalize="characters"
        autoCorrect="off"
        spellCheck={false}
        inputMode="text"
        enterKeyHint="go"
      />
      <Button>Continue</Button>
    </form>
  );
}
