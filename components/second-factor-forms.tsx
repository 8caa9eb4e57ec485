import { Button, type ButtonLook } from './button';
import { Field } from './field';
import { Hidden } from './hidden';

type Props = { carried: Record<string, string | undefined>; error: string | null };

/** A code of the authenticator app. */
export function CodeForm({ carried, error, look }: Props & { look: ButtonLook }) {
  return (
    <form method="post" action="/login/mfa/code" className="flex flex-col gap-4">
      <Hidden values={carried} />
      <Field
        label="Authentication code"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        hint="The six digits that your authenticator app shows now."
        required
        maxLength={12}
        error={error}
        autoFocus={look === 'primary' || error !== null}
      />
      <Button look={look}>Verify</Button>
    </form>
  );
}

export function RecoveryForm({ carried, error }: Props) {
  return (
    <form method="post" action="/login/mfa/recovery" className="flex flex-col gap-4">
      <Hidden values={carried} />
      <Field
        label="Recovery code"
        name="code"
        look="token"
        autoComplete="off"
        autoCapitalize="none"
        hint="Small or capital letters, with or without dashes."
        spellCheck={false}
        required
        maxLength={40}
        error={error}
        autoFocus
      />
      <Button>Verify</Button>
    </form>
  );
}
