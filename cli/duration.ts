/** `2 days`, `3 hours`, `10 minutes`, `1 second`: in the largest unit that fits. */
export function formatDuration(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  // To the nearest minute first: a lifetime of which a second has passed is still shown as "1 hour".
  const nearest = seconds < 60 ? Math.max(0, Math.round(seconds)) : 60 * Math.round(seconds / 60);
  for (const [unit, size] of units) {
    if (nearest >= size) return plural(Math.round(nearest / size), unit);
  }
  return plural(nearest, 'second');
}

/** `9:58`: time left, as a clock shows it. */
export function formatCountdown(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
