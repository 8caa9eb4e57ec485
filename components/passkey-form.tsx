import type { ReactNode } from 'react';
import { Button, type ButtonLook } from './button';
import { Hidden } from './hidden';
import { PageScript } from './page-script';

/**
 * A form whose answer the browser makes (browser/passkey.ts). Nothing of it is there without JavaScript or WebAuthn.
 */
export function PasskeyForm({
  action,
  optionsPath,
  kind,
  carried,
  label,
  look = 'primary',
  autofill = false,
  children,
}: {
  action: string;
  /** Answers, for a POST, what to ask the browser for. */
  optionsPath: string;
  kind: 'register' | 'authenticate';
  carried: Record<string, string | undefined>;
  label: string;
  look?: ButtonLook;
  /** Offer passkeys in the field of the page whose autocomplete says `webauthn`. */
  autofill?: boolean;
  /** Fields that are sent with it. */
  children?: ReactNode;
}) {
  return (
    <>
      <form
        method="post"
        action={action}
        data-passkey={kind}
        data-options={optionsPath}
        data-autofill={autofill ? '' : undefined}
        className="flex flex-col gap-4"
      >
        <Hidden values={carried} />
        <input type="hidden" name="response" />
        <div className="min-h-12">
          <noscript>
            <p className="text-sm/6 text-muted">Passkeys need JavaScript, which is off in this browser.</p>
          </noscript>
          <p data-part="no-way" hidden className="text-sm/6 text-muted">
            This browser cannot use passkeys. Use another one for that.
          </p>
          <div data-part="way" hidden className="flex flex-col gap-4">
            {children}
            <Button look={look}>{label}</Button>
          </div>
        </div>
        <p role="alert" className="text-sm/6 font-medium text-error empty:hidden" />
      </form>
      <PageScript name="passkey" />
    </>
  );
}
