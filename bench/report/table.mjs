/* Markdown. */

export const table = (head, lines) =>
  [head, head.map((_, place) => (place === 0 ? '---' : '--:')), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

export const whole = (number) =>
  number === undefined ? '–' : Math.round(number).toLocaleString('en', { maximumFractionDigits: 0 });
export const inMs = (us) => (us === undefined ? '–' : (us / 1000).toFixed(us < 10_000 ? 2 : 1));
export const times = (number) => (number === undefined ? '–' : number.toFixed(2));
