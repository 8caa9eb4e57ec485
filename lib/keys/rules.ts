/** How long a key is published before it signs: twice what a verifier may keep the published keys (`max-age`). */
export const publishedAheadSeconds = 600;

/** Nodes' clocks may differ by so much: so long a key that was replaced may still sign somewhere. */
const clockSlackSeconds = 60;

export type KeyTimes = { id: string; algorithm: string; signsFrom: Date };

const after = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1000);

const youngestFirst = (a: KeyTimes, b: KeyTimes): number =>
  b.signsFrom.getTime() - a.signsFrom.getTime() || (a.id < b.id ? -1 : 1);

/**
 * The key that signs now: the youngest whose time has come, else the first whose time will come (a clock is wrong).
 * Every node that knows the keys chooses the same.
 */
export const chooseSigningKey = <Key extends KeyTimes>(
  keys: readonly Key[],
  algorithm: string,
  now: Date,
): Key | null => {
  const ours = keys.filter((key) => key.algorithm === algorithm).sort(youngestFirst);
  return ours.find((key) => key.signsFrom <= now) ?? ours.at(-1) ?? null;
};

/** When the next key of an algorithm must sign from, if it is time to publish it; null while it is not. */
export function decideNextKey(
  keys: readonly KeyTimes[],
  algorithm: string,
  now: Date,
  rotationSeconds: number,
): Date | null {
  const youngest = keys.filter((key) => key.algorithm === algorithm).sort(youngestFirst)[0];
  if (!youngest) return now;
  const due = after(youngest.signsFrom, rotationSeconds);
  const publishAt = after(due, -Math.min(86_400, rotationSeconds / 2));
  if (now < publishAt) return null;
  const earliest = after(now, publishedAheadSeconds);
  return new Date(Math.max(due.getTime(), earliest.getTime()));
}

/** The keys that sign no more, each with the time of the last token that it can have signed. */
export function findReplacedKeys(keys: readonly KeyTimes[], now: Date): { id: string; lastSignedAt: Date }[] {
  return keys.flatMap((key) => {
    const successor = keys
      .filter((one) => one.algorithm === key.algorithm && youngestFirst(one, key) < 0)
      .sort(youngestFirst)
      .at(-1);
    const lastSignedAt = successor && after(successor.signsFrom, clockSlackSeconds);
    return lastSignedAt && lastSignedAt <= now ? [{ id: key.id, lastSignedAt }] : [];
  });
}
