import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

/** The README's table names tests that are there. */
const folder = import.meta.dirname;

test('every test that the README names exists', () => {
  const lines = readFileSync(join(folder, 'README.md'), 'utf8').split('\n');
  const rows = lines.filter((line) => line.includes('.spec.ts') && line.startsWith('|'));
  expect(rows.length).toBeGreaterThan(50);
  for (const row of rows) {
    const [, , , file = '', name = ''] = row.split('|').map((cell) => cell.trim());
    const path = [join(folder, file), join(folder, '..', file)].find(existsSync);
    expect(path, file).toBeDefined();
    expect(readFileSync(path!, 'utf8'), row).toContain(name);
  }
});
