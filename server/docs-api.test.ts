import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeApi } from '@/lib/admin-api/reference';
import { aboutScopes } from '@/lib/api-keys/scopes';
import { mayKeyHold, type Permission, permissions } from '@/lib/authority/rules';

/** The tables of docs/api.md are made of what the code says. `npm run docs` writes them; without it this test holds. */
const page = join(import.meta.dirname, '../docs/api.md');
const isWriting = process.env.WRITE_DOCS === '1';

const row = (...cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;

function whoGives(scope: string): string {
  if (scope === 'introspect') return 'organizations';
  if (scope === 'profile') return 'people';
  return permissions[scope as Permission].reach === 'platform'
    ? 'platform admins'
    : 'people and organizations';
}

const scopes = Object.entries(aboutScopes).filter(
  ([scope]) => !(scope in permissions) || mayKeyHold(scope as Permission),
);
const tables: Record<string, string> = {
  scopes:
    row('scope', 'lets it', 'for keys of') +
    row('---', '---', '---') +
    scopes.map(([scope, about]) => row(`\`${scope}\``, about, whoGives(scope))).join(''),
  operations:
    row('', '', 'scope') +
    row('---', '---', '---') +
    describeApi('')
      .flatMap(({ operations }) => operations)
      .map((one) => row(`\`${one.method} ${one.path}\``, one.summary, `\`${one.scope}\``))
      .join(''),
};

test('docs/api.md holds every scope and every operation', () => {
  const now = readFileSync(page, 'utf8');
  const wanted = now.replace(
    /(<!-- generated: (\w+) -->\n)[\s\S]*?(<!-- \/generated -->)/g,
    (_all, start: string, name: string, end: string) => start + tables[name] + end,
  );
  if (isWriting) writeFileSync(page, wanted);
  else expect(now, 'docs/api.md is out of date: run npm run docs').toBe(wanted);
});
