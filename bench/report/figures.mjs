/* What the rounds come to: the medians of the quiet ones. */
import { median } from '../lib/numbers.mjs';

/** A round counts as quiet while others used less than this many CPUs; where none was, all count. */
const quietCpus = 0.3;

export function figuresOf(rows) {
  const pick = (target, phase) => {
    const found = rows.filter((row) => row.target === target && row.phase === phase);
    const quiet = found.filter((row) => !(row.other_cpus > quietCpus));
    return { all: found, counted: quiet.length > 0 ? quiet : found, quiet: quiet.length };
  };
  return {
    pick,
    of: (target, phase, key) => median(pick(target, phase).counted.map((row) => row[key])),
  };
}
