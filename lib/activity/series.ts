import { liveSessions } from '@/lib/activity/rules';

/** Counts by hour as a chart shows them: fewer, wider steps the longer the time. */
export const ranges = {
  '24h': { hours: 24, stepHours: 1, name: 'the last 24 hours' },
  '7d': { hours: 168, stepHours: 6, name: 'the last 7 days' },
  '30d': { hours: 720, stepHours: 24, name: 'the last 30 days' },
} as const;
export type RangeName = keyof typeof ranges;

const hourMs = 3_600_000;

/** When each step begins, the last one being the one that is under way. */
export function stepsOf(range: RangeName, now: Date): Date[] {
  const { hours, stepHours } = ranges[range];
  const step = stepHours * hourMs;
  const last = Math.floor(now.getTime() / step) * step;
  return Array.from(
    { length: hours / stepHours },
    (_, at) => new Date(last - (hours / stepHours - 1 - at) * step),
  );
}

type Counted = { hour: Date; kind: string; count: number };

/** How many of a kind in each step. */
export function sumsOf(counts: readonly Counted[], kind: string, steps: readonly Date[]): number[] {
  const sums = steps.map(() => 0);
  for (const one of counts) {
    const at = one.kind === kind ? stepOf(one.hour, steps) : -1;
    if (at >= 0) sums[at]! += one.count;
  }
  return sums;
}

/** How many sessions lived at the last measurement of each step; null where there was none. */
export function levelsOf(counts: readonly Counted[], steps: readonly Date[]): (number | null)[] {
  const levels: (number | null)[] = steps.map(() => null);
  for (const { kind, hour, count } of counts) {
    const at = kind === liveSessions ? stepOf(hour, steps) : -1;
    if (at >= 0) levels[at] = count;
  }
  return levels;
}

/** In the order of time. */
function stepOf(hour: Date, steps: readonly Date[]): number {
  const [first, second] = steps;
  if (!first || !second) return -1;
  const at = Math.floor((hour.getTime() - first.getTime()) / (second.getTime() - first.getTime()));
  return at < steps.length ? at : -1;
}
