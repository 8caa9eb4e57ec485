import { equalInConstantTime, hmac } from '@/lib/crypto';

/**
 * Two proofs that a browser session carries, both bound to the session and the grant, both worthless to any other
 * session. They need no row: a decision is final, so a ticket can decide once (I2).
 */

/** This session entered the user code of this grant: goes into the confirmation page's URL instead of the code. */
export const enteredCodeProof = (browserSessionId: string, grantId: string): string =>
  `${grantId}.${hmac('entered-code', `${browserSessionId} ${grantId}`).toString('base64url')}`;

/** The grant whose code this session entered, or null. */
export function readEnteredCodeProof(browserSessionId: string, proof: string): string | null {
  const grantId = /^([0-9a-f-]{36})\.[A-Za-z0-9_-]{43}$/.exec(proof)?.[1];
  return grantId && equalInConstantTime(proof, enteredCodeProof(browserSessionId, grantId)) ? grantId : null;
}

/** Seals the code that a browser keeps to the proof that it keeps with it. */
export const codeSeal = (proof: string, code: string): string =>
  hmac('entered-code', `${proof} ${code}`).toString('base64url');

/** This session was shown this grant with its Deny and Allow: must come back with either. */
export const consentTicket = (browserSessionId: string, grantId: string): string =>
  hmac('consent-ticket', `${browserSessionId} ${grantId}`).toString('base64url');

export const isConsentTicket = (browserSessionId: string, grantId: string, ticket: string): boolean =>
  equalInConstantTime(ticket, consentTicket(browserSessionId, grantId));
