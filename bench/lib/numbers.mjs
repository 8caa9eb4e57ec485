/* The few sums of the reports. */

/** The middle one, or the mean of the two in the middle; undefined of none. */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** The smallest that at least this share of all do not exceed (nearest rank). */
export function percentile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

/** How many times the second; undefined when one of them was not measured. */
export const ratio = (a, b) => (a === undefined || !b ? undefined : a / b);
