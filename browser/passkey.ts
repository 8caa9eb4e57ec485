import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from '@simplewebauthn/browser';
import { askForOptions, inWords, LeadsElsewhere } from './passkey-words';

/**
 * Gives the forms of components/passkey-form.tsx their answer: the button asks the server for a challenge and the
 * browser for a passkey, and sends what comes of it like any other form.
 */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) enhance(form);

/** A challenge lives five minutes; it is renewed while the page is open. */
const renewEveryMs = 240_000;

function enhance(form: HTMLFormElement): void {
  const part = <E extends HTMLElement>(selector: string) => form.querySelector<E>(selector)!;
  const { passkey: kind, options: optionsPath } = form.dataset as { passkey: Kind; options: string };
  const isSupported = browserSupportsWebAuthn();
  part(isSupported ? '[data-part="way"]' : '[data-part="no-way"]').hidden = false;
  if (!isSupported) return;

  const button = part<HTMLButtonElement>('button');
  const label = button.textContent;
  const problem = part('[role="alert"]');
  const offers = form.hasAttribute('data-autofill');
  let isBusy = false;
  const setBusy = (busy: boolean) => {
    isBusy = busy;
    button.setAttribute('aria-disabled', String(busy));
    button.textContent = busy ? 'Waiting for your passkey…' : label;
  };
  const send = (response: unknown) => {
    part<HTMLInputElement>('input[name="response"]').value = JSON.stringify(response);
    form.submit();
  };
  const autofill = offers ? offerInField(optionsPath, send) : null;

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    autofill?.stop();
    problem.textContent = '';
    try {
      send(
        kind === 'register'
          ? await startRegistration({ optionsJSON: await askForOptions(optionsPath) })
          : await startAuthentication({ optionsJSON: await askForOptions(optionsPath) }),
      );
    } catch (error) {
      // Signed out meanwhile, or asked for a fresh factor: the page knows where that leads.
      if (error instanceof LeadsElsewhere) return window.location.reload();
      problem.textContent = inWords(error, kind);
      setBusy(false);
      autofill?.start();
    }
  });
  // Whoever comes back to a page that the browser has kept finds it as it was at first.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    setBusy(false);
    autofill?.stop();
    autofill?.start();
  });
}

type Kind = 'register' | 'authenticate';
type Options = Parameters<typeof startAuthentication>[0]['optionsJSON'];

/**
 * The browser offers passkeys in the field whose autocomplete says `webauthn` (W3C WebAuthn 3 §5.1.4, conditional
 * mediation), and `send` gets the one that is chosen. Whatever goes wrong is not worth a word: nobody asked for it.
 */
function offerInField(optionsPath: string, send: (response: unknown) => void) {
  let turn = 0;
  let timer: ReturnType<typeof setTimeout>;
  const offer = async (mine: number) => {
    try {
      if (!(await browserSupportsWebAuthnAutofill())) return;
      const optionsJSON = await askForOptions<Options>(optionsPath);
      if (mine !== turn) return;
      timer = setTimeout(offer, renewEveryMs, mine);
      send(await startAuthentication({ optionsJSON, useBrowserAutofill: true }));
    } catch {}
  };
  const start = () => void offer(++turn);
  const stop = () => {
    turn += 1;
    clearTimeout(timer);
    WebAuthnAbortService.cancelCeremony();
  };
  start();
  return { start, stop };
}
