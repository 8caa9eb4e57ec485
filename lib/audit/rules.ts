/** How long audit rows are kept: from a month, so that what happens can still be looked into, to for ever (null). */
export const shortestRetentionDays = 30;
export const longestRetentionDays = 36_500;

const dayMs = 86_400_000;

/**
 * What was written before then is too old. It moves once a day, at midnight UTC: so rows are deleted once a day, and
 * that they were leaves one row and not thousands.
 */
export function tooOldBefore(now: Date, retentionDays: number): Date {
  const today = Math.floor(now.getTime() / dayMs) * dayMs;
  return new Date(today - retentionDays * dayMs);
}

/** So long nothing is sealed while there is something to seal: then whoever runs the server should look. */
export const behindSeconds = 300;

export const isBehind = (unsealedSince: Date | null, now: Date): boolean =>
  unsealedSince !== null && now.getTime() - unsealedSince.getTime() > behindSeconds * 1000;
