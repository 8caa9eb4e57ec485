import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { words } from '@/lib/audit/phrases';
import { eventGroups } from '@/lib/webhooks/rules';

/** docs/audit.md lists every action. `npm run docs` writes it; without it this test holds it to the code. */
const root = join(import.meta.dirname, '..');
const source = readFileSync(join(root, 'lib/audit/store.ts'), 'utf8');
const union = /export type AuditAction =([\s\S]*?);/.exec(source)![1]!;
const actions = [...union.matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, action]) => action!);

test('every action has words, and a group that webhooks can ask for', () => {
  expect(actions.length).toBeGreaterThan(30);
  expect(actions.filter((action) => !words[action])).toEqual([]);
  expect(actions.filter((action) => !eventGroups.some(({ begins }) => action.startsWith(begins)))).toEqual(
    [],
  );
});

test('docs/audit.md lists every action', () => {
  const path = join(root, 'docs/audit.md');
  const now = readFileSync(path, 'utf8');
  const rows = [...actions].sort().map((action) => `| \`${action}\` | ${words[action]?.about ?? ''} |`);
  const table = ['| action | when |', '|---|---|', ...rows].join('\n');
  const wanted = now.replace(/(<!-- actions:.*-->\n)[\s\S]*?(<!-- \/actions -->)/, `$1${table}\n$2`);
  if (process.env.WRITE_DOCS === '1') writeFileSync(path, wanted);
  else expect(now, 'docs/audit.md is out of date: run npm run docs').toBe(wanted);
});
