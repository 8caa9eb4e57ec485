import type { RequestContext } from '@/lib/context';
import { equalInConstantTime, hmac, randomSecret, sha256 } from '@/lib/crypto';
import type { Db } from '@/lib/db/transaction';
import { insertSpentChallenge } from '@/lib/mfa/challenge-store';

/**
 * WebAuthn challenges (W3C WebAuthn 3 §13.4.3) are not kept: each says itself until when it counts, and carries an HMAC
 * over what it is for and whose it is. So asking for one writes nothing; only its use does, and that once.
 */
export type ChallengeFor = {
  kind: 'registration' | 'second-factor' | 'sign-in';
  /** The browser session, or before there is one what marks the browser. */
  holder: string;
};

/** How long a person may take. */
export const challengeLifetimeSeconds = 300;

const [expiryBytes, randomBytes, hmacBytes] = [4, 16, 32];

const sealOf = ({ kind, holder }: ChallengeFor, body: Buffer): Buffer =>
  hmac('passkey-challenge', `${kind} ${holder} ${body.toString('base64url')}`);

export function newChallenge(ctx: RequestContext, made: ChallengeFor): Uint8Array<ArrayBuffer> {
  const expiry = Buffer.alloc(expiryBytes);
  expiry.writeUInt32BE(Math.floor(ctx.now.getTime() / 1000) + challengeLifetimeSeconds);
  const body = Buffer.concat([expiry, randomSecret().subarray(0, randomBytes)]);
  return Uint8Array.from(Buffer.concat([body, sealOf(made, body)]));
}

/** Is it one of ours, in time, and for this? `challenge` is base64url, as a browser gives it back. */
export function isOwnChallenge(ctx: RequestContext, made: ChallengeFor, challenge: string): boolean {
  const bytes = Buffer.from(challenge, 'base64url');
  if (bytes.length !== expiryBytes + randomBytes + hmacBytes) return false;
  const body = bytes.subarray(0, expiryBytes + randomBytes);
  return equalInConstantTime(bytes.subarray(body.length), sealOf(made, body)) && expiryOf(bytes) > ctx.now;
}

/** Use it up, on all nodes: false when it was used before. For the transaction that does what it was made for. */
export function spendChallenge(db: Db, challenge: string): Promise<boolean> {
  const bytes = Buffer.from(challenge, 'base64url');
  return insertSpentChallenge(db, sha256(bytes.toString('base64url')), expiryOf(bytes));
}

const expiryOf = (bytes: Buffer): Date => new Date(bytes.readUInt32BE() * 1000);
