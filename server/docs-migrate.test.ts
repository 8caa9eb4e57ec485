import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clientsFile, profileOf } from '@/lib/clients/file/schema';
import { presetProfile } from '@/lib/clients/presets';
import { differences } from '@/lib/testing/better-auth-differences';

const pathOf = (system: string) => join(import.meta.dirname, `../docs/migrate-from-${system}.md`);

/** The differences that lib/dialects/better-auth-beside.test.ts holds. `npm run docs` writes them; without it this test holds the page to them. */
test('docs/migrate-from-better-auth.md lists every difference', () => {
  const path = pathOf('better-auth');
  const now = readFileSync(path, 'utf8');
  const rows = differences.map(
    ({ in: requests, here, there, why }) =>
      `| ${requests.join('<br>')} | \`${here}\` | \`${there}\` | ${why} |`,
  );
  const table = ['| request | Doorcode | better-auth | why |', '|---|---|---|---|', ...rows].join('\n');
  const wanted = now.replace(
    /(<!-- differences:.*-->\n)[\s\S]*?(<!-- \/differences -->)/,
    (_all, start: string, end: string) => `${start}${table}\n${end}`,
  );
  if (process.env.WRITE_DOCS === '1') writeFileSync(path, wanted);
  else expect(now, 'docs/migrate-from-better-auth.md is out of date: run npm run docs').toBe(wanted);
});

test.each(['authos', 'better-auth', 'github', 'workos'])(
  'the client that migrate-from-%s.md declares is the preset',
  (system) => {
    const [, json] = /```json\n([\s\S]*?)```/.exec(readFileSync(pathOf(system), 'utf8'))!;
    const file = clientsFile(() => undefined).parse({ clients: [JSON.parse(json!)] });
    const { name: _chosen, ...profile } = profileOf(file.clients[0]!);
    // What is each program's own.
    expect({ ...profile, service: null, activationUri: null }).toEqual(presetProfile(system));
  },
);
