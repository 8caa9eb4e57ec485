import { onePerProcess } from '@/lib/process';
import { type LimitName, limits } from '@/lib/rate-limit/limits';

/** So many subjects are counted at a time, some 20 MB; the ones that came first are forgotten first. */
const most = 100_000;

type Count = { points: number; endsAt: number };

/**
 * Count one in this process alone: within a window that begins with the first. Returns the seconds to wait when that is
 * over the limit, else null.
 */
export function countOnNode(name: LimitName, subject: string, now = performance.now()): number | null {
  const counts = onePerProcess(`counts:${name}`, () => new Map<string, Count>());
  const { points, seconds } = limits[name];
  let count = counts.get(subject);
  if (!count || count.endsAt <= now) {
    counts.delete(subject);
    if (counts.size >= most) counts.delete(counts.keys().next().value as string);
    count = { points: 0, endsAt: now + seconds * 1000 };
    counts.set(subject, count);
  }
  count.points++;
  return count.points <= points ? null : Math.max(1, Math.ceil((count.endsAt - now) / 1000));
}
