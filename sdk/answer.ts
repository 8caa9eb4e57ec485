import * as oauth from 'oauth4webapi';
import { DoorcodeError } from './errors.js';
import { safeText } from './safe-text.js';

/** @internal What oauth4webapi threw, as one of our errors with one sentence. Nothing from the wire is printed raw. */
export function toDoorcodeError(error: unknown, issuer: string): unknown {
  if (error instanceof oauth.ResponseBodyError) {
    const detail = safeText(error.error_description);
    const sentence = `${issuer} refused with "${safeText(error.error, 60)}"${detail && `: ${detail}`}`;
    return new DoorcodeError('refused', sentence, { cause: error, oauthError: error.error });
  }
  if (error instanceof oauth.WWWAuthenticateChallengeError) {
    return new DoorcodeError('refused', `${issuer} refused (HTTP ${error.status}).`, { cause: error });
  }
  if (error instanceof oauth.OperationProcessingError) {
    if (error.code === oauth.MISSING_SERVER_METADATA) {
      return new DoorcodeError('unsupported', `${issuer} does not offer this.`, { cause: error });
    }
    return new DoorcodeError('bad_answer', `${issuer} did not answer as an OAuth server does.`, {
      cause: error,
    });
  }
  return error;
}

/**
 * @internal Runs one exchange, and once again when the server wants a nonce of its own in the proof: the answer that
 * says so has brought it (RFC 9449 §8).
 */
export async function withNonce<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (oauth.isDPoPNonceError(error)) return work();
    throw error;
  }
}

/** @internal Runs one exchange with a server and gives its failures our names. */
export async function exchange<T>(issuer: string, work: () => Promise<T>): Promise<T> {
  try {
    return await withNonce(work);
  } catch (error) {
    throw toDoorcodeError(error, issuer);
  }
}
