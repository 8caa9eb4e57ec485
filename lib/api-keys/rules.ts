/** How long a new key counts, in days; `none`: until it is revoked. */
export const expiryChoices = ['7', '30', '90', '365', 'none'] as const;
export type ExpiryChoice = (typeof expiryChoices)[number];
export const defaultExpiry: ExpiryChoice = '90';

/** Keys that count, for one person or one organization. */
export const mostLiveKeys = 50;

export const longestKeyName = 60;

export const expiryOf = (choice: ExpiryChoice, now: Date): Date | null =>
  choice === 'none' ? null : new Date(now.getTime() + Number(choice) * 86_400_000);

/** What is wrong with a key that somebody wants, if anything. */
export type KeyProblem = 'name' | 'scopes' | 'too_many';

/** A key holds something, and nothing that whoever makes it could not give it. */
export function decideNewKey(
  wanted: { name: string | null; scopes: readonly string[] },
  givable: readonly string[],
): KeyProblem | null {
  if (wanted.name === null) return 'name';
  const isGivable = wanted.scopes.length > 0 && wanted.scopes.every((scope) => givable.includes(scope));
  return isGivable ? null : 'scopes';
}

export type KeyState = 'live' | 'expired' | 'revoked';

export function decideKeyState(key: { expiresAt: Date | null; revokedAt: Date | null }, now: Date): KeyState {
  if (key.revokedAt) return 'revoked';
  return key.expiresAt && key.expiresAt <= now ? 'expired' : 'live';
}
