/* What the benchmark prints: a clock, and lines of figures. */
const started = performance.now();
export const say = (line) =>
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`);

export const head = (what, columns) =>
  console.log(`\n${what.padEnd(44)}${columns.map((one) => one.padStart(12)).join('')}`);
export const line = (name, figures, rest = '') =>
  console.log(`${name.padEnd(44)}${figures.map((one) => String(one).padStart(12)).join('')}  ${rest}`);

export const percentile = (all, share) => {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};
export const ms = (value) => value.toFixed(2);

export async function timed(work) {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

/** All of them, so many at a time. */
export async function each(items, atOnce, work) {
  const queue = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
