import {
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  WebAuthnAbortService,
} from '@simplewebauthn/browser';
import { useEffect, useRef } from 'react';
import { askForOptions } from './passkey-words';

type Options = Parameters<typeof startAuthentication>[0]['optionsJSON'];

/** A challenge lives five minutes; it is renewed while the page is open. */
const renewEveryMs = 240_000;

/**
 * While `isOn`, the browser offers passkeys where the e-mail address is typed (W3C WebAuthn 3 §5.1.4, conditional
 * mediation), and `send` gets the one that is chosen. Whatever goes wrong is not worth a word: nobody asked for it.
 */
export function usePasskeyAutofill(
  isOn: boolean,
  optionsPath: string,
  send: (response: unknown) => void,
): void {
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => {
    if (!isOn) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const offer = async () => {
      try {
        if (!(await browserSupportsWebAuthnAutofill())) return;
        const optionsJSON = await askForOptions<Options>(optionsPath);
        if (isOver) return;
        timer = setTimeout(offer, renewEveryMs);
        latest.current(await startAuthentication({ optionsJSON, useBrowserAutofill: true }));
      } catch {}
    };
    offer();
    return () => {
      isOver = true;
      clearTimeout(timer);
      WebAuthnAbortService.cancelCeremony();
    };
  }, [isOn, optionsPath]);
}
