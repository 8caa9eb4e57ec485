/** The server leads to another page: there is a step to take first. */
export class LeadsElsewhere extends Error {}

class Refused extends Error {
  override name = 'Refused';
}

/** What to ask the browser for, by the server's word. */
export async function askForOptions<Options>(path: string): Promise<Options> {
  const answer = await fetch(path, { method: 'POST', body: new URLSearchParams(), redirect: 'manual' });
  if (answer.type === 'opaqueredirect') throw new LeadsElsewhere();
  if (answer.status === 429) throw new Refused('Too many tries. Wait a few minutes, then try again.');
  if (!answer.ok) throw new Refused('The server cannot answer right now. Try again in a moment.');
  return answer.json();
}

/** Why a browser made or used no passkey (W3C WebAuthn 3 §5.1.3, §5.1.4), and what to do next. */
export function inWords(error: unknown, kind: 'register' | 'authenticate'): string {
  const name = error instanceof Error ? error.name : '';
  if (error instanceof Refused) return error.message;
  switch (name) {
    // Browsers tell neither apart, so that no site learns which passkeys there are.
    case 'NotAllowedError':
      return kind === 'register'
        ? 'No passkey was created: it was cancelled, or it took too long. Try again.'
        : 'No passkey was used: it was cancelled, it took too long, or there is none here. Try again, or use another way.';
    case 'InvalidStateError':
      return 'There is a passkey for your account here already. Use another device or a security key for a second one.';
    case 'ConstraintError':
    case 'NotSupportedError':
      return 'This device cannot keep a passkey behind a fingerprint, a face or a PIN. Use another device or a security key.';
    case 'SecurityError':
      return 'Passkeys of this server work at its own address only. Open it there, and try again.';
    case 'TypeError':
      return 'The server could not be reached. Check your connection, and try again.';
    default:
      return 'That did not work. Try again, or use another way.';
  }
}
