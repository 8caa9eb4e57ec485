import { expect, test } from 'vitest';
import { entryOf } from './query';

const table = { taken: 'It is taken.' };

test.each([
  ['taken', 'It is taken.'],
  ...['gone', '', 'toString', 'constructor', '__proto__', undefined, null].map(
    (code) => [code, null] as const,
  ),
] as const)('a table holds under %j: %j', (code, entry) => expect(entryOf(table, code)).toBe(entry));
