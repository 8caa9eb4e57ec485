import { Button, type ButtonLook } from './button';
import { Field } from './field';
import { Hidden } from './hidden';
import { ProviderLogo } from './provider-logo';

export function EmailForm({
  next,
  email,
  error,
  look,
  again,
  offersPasskeys,
  label,
}: {
  next: string;
  email: string | undefined;
  error: string | null;
  look: ButtonLook;
  again: boolean;
  /** Among what the browser suggests in the field. */
  offersPasskeys: boolean;
  label: string;
}) {
  return (
    <form method="post" action="/login/email" className="flex flex-col gap-4">
      <Hidden values={{ next, ...againOf(again) }} />
      <Field
        label="Email"
        name="email"
        type="email"
        autoComplete={offersPasskeys ? 'username webauthn' : 'email'}
        required
        maxLength={254}
        defaultValue={email}
        error={error}
        autoFocus={error !== null}
      />
      <Button look={look}>{label}</Button>
    </form>
  );
}

/** What a person who must prove it again carries along. */
const againOf = (again: boolean): Record<string, string> => (again ? { again: '1' } : {});

export function ProviderForm({
  provider,
  next,
  email,
  again,
  look = 'secondary',
}: {
  provider: { id: string; name: string };
  next: string;
  /** Whom they have said that they are. */
  email?: string | null;
  again: boolean;
  look?: ButtonLook;
}) {
  return (
    <form method="post" action="/login/provider">
      <Hidden values={{ provider: provider.id, next, ...(email ? { email } : {}), ...againOf(again) }} />
      <Button look={look}>
        <ProviderLogo provider={provider.id} />
        Continue with {provider.name}
      </Button>
    </form>
  );
}
