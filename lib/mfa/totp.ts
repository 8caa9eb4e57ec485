import { generateSecret, generateURI, verifySync } from 'otplib';

/** RFC 6238 as every authenticator app knows it: SHA-1, six digits, a new code every 30 seconds. */

/** One step early or late is accepted, for clocks that differ and people who type slowly (RFC 6238 §5.2). */
const toleranceSeconds = 30;

/** 160 random bits, in base 32. */
export const newTotpSecret = (): string => generateSecret();

/** What the QR code says. */
export const totpUri = (secret: string, issuer: string, account: string): string =>
  generateURI({ issuer, label: account, secret });

/** The time step that a code, as it was typed, belongs to. Null: it is none of now. */
export function totpStepOf(secret: string, typed: string, now: Date): bigint | null {
  const token = typed.replace(/[\s-]/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const epoch = Math.floor(now.getTime() / 1000);
  const result = verifySync({ secret, token, epoch, epochTolerance: toleranceSeconds });
  return result.valid && 'timeStep' in result ? BigInt(result.timeStep) : null;
}
