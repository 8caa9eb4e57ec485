const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
const exact = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});

const day = (at: Date, now: Date) =>
  new Intl.DateTimeFormat('en-GB', {
    ...{ day: 'numeric', month: 'long', timeZone: 'UTC' },
    ...(at.getUTCFullYear() !== now.getUTCFullYear() && { year: 'numeric' }),
  }).format(at);

/** `3 December`, with the exact time on hover; with the year when it is another. */
export function Day({ at, now }: { at: Date; now: Date }) {
  return (
    <time dateTime={at.toISOString()} title={`${exact.format(at)} UTC`}>
      {day(at, now)}
    </time>
  );
}

/** `5 minutes ago`, with the exact time on hover. */
export function Time({ at, now }: { at: Date; now: Date }) {
  return (
    <time dateTime={at.toISOString()} title={`${exact.format(at)} UTC`}>
      {inWords((at.getTime() - now.getTime()) / 1000)}
    </time>
  );
}

function inWords(seconds: number): string {
  for (const [unit, length] of units)
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  return seconds > 0 ? 'in less than a minute' : 'just now';
}
