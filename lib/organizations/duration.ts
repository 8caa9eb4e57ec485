const units = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3_600 },
  { name: 'minute', seconds: 60 },
  { name: 'second', seconds: 1 },
];

/** What a person types: `30 days`, `12h`, `90 minutes`. Null for anything else. */
export function parseDuration(text: string): number | null {
  const [, count, word] = /^(\d{1,8})\s*([a-z]+)$/.exec(text.trim().toLowerCase()) ?? [];
  const unit = units.find(({ name }) => word && [name, `${name}s`, name[0], name.slice(0, 3)].includes(word));
  return count && unit ? Number(count) * unit.seconds : null;
}

/** The same in the largest unit that says it exactly, to be edited and read again. */
export function writeDuration(seconds: number): string {
  const unit = units.find((one) => seconds % one.seconds === 0)!;
  const count = seconds / unit.seconds;
  return `${count} ${unit.name}${count === 1 ? '' : 's'}`;
}
