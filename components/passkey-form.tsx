'use client';

import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { type FormEvent, type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Button, type ButtonLook } from './button';
import { Hidden } from './hidden';
import { usePasskeyAutofill } from './passkey-autofill';
import { askForOptions, inWords, LeadsElsewhere } from './passkey-words';

/**
 * A form whose answer the browser makes: the button asks the server for a challenge and the browser for a passkey, and
 * sends what comes of it like any other form. Nothing of it is there without JavaScript or WebAuthn.
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
  const form = useRef<HTMLFormElement>(null);
  const answer = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isSupported = useSyncExternalStore(neverChanges, browserSupportsWebAuthn, () => null);

  const send = (response: unknown) => {
    if (!form.current || !answer.current) return;
    answer.current.value = JSON.stringify(response);
    form.current.submit();
  };
  usePasskeyAutofill(autofill && isSupported === true && !isBusy, optionsPath, send);
  // Whoever comes back to a page that the browser has kept finds it as it was at first.
  useEffect(() => {
    const reset = (event: PageTransitionEvent) => event.persisted && setBusy(false);
    window.addEventListener('pageshow', reset);
    return () => window.removeEventListener('pageshow', reset);
  }, []);

  async function ask(event: FormEvent) {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      send(
        kind === 'register'
          ? await startRegistration({ optionsJSON: await askForOptions(optionsPath) })
          : await startAuthentication({ optionsJSON: await askForOptions(optionsPath) }),
      );
    } catch (error) {
      // Signed out meanwhile, or asked for a fresh factor: the page knows where that leads.
      if (error instanceof LeadsElsewhere) return window.location.reload();
      setProblem(inWords(error, kind));
      setBusy(false);
    }
  }

  return (
    <form ref={form} method="post" action={action} onSubmit={ask} className="flex flex-col gap-4">
      <Hidden values={carried} />
      <input ref={answer} type="hidden" name="response" />
      {isSupported && children}
      <div className="min-h-12">
        {isSupported === null && (
          <noscript>
            <p className="text-sm/6 text-muted">Passkeys need JavaScript, which is off in this browser.</p>
          </noscript>
        )}
        {isSupported === false && (
          <p className="text-sm/6 text-muted">This browser cannot use passkeys. Use another one for that.</p>
        )}
        {isSupported && (
          <Button look={look} aria-disabled={isBusy}>
            {isBusy ? 'Waiting for your passkey…' : label}
          </Button>
        )}
      </div>
      <p role="alert" className="text-sm/6 font-medium text-error empty:hidden">
        {problem}
      </p>
    </form>
  );
}

const neverChanges = () => () => {};
