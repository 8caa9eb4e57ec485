import type { RequestContext } from '@/lib/context';
import { decrypt, encrypt, type KeyPurpose } from '@/lib/crypto';

/** What a browser keeps for us and neither reads nor makes up: a value, sealed, and until when it counts. */
export function seal(ctx: RequestContext, purpose: KeyPurpose, value: unknown, seconds: number): string {
  const until = Math.floor(ctx.now.getTime() / 1000) + seconds;
  return encrypt(purpose, JSON.stringify([until, value])).toString('base64url');
}

/** The value, or null when it is not ours, or too late. */
export function unseal<Value>(ctx: RequestContext, purpose: KeyPurpose, sealed: string | null): Value | null {
  if (!sealed) return null;
  try {
    const [until, value] = JSON.parse(decrypt(purpose, Buffer.from(sealed, 'base64url'))) as [number, Value];
    return until * 1000 > ctx.now.getTime() ? value : null;
  } catch {
    return null;
  }
}
