import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeVariables } from '@/lib/env';
import { endpoints } from '@/lib/oauth/metadata';

/** The tables that are made from the code. `npm run docs` writes them; without it this test holds them to it. */
const root = join(import.meta.dirname, '..');
const isWriting = process.env.WRITE_DOCS === '1';

const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
const table = (heads: string[], rows: string[][]) =>
  [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n');
const code = (text: string) => (text ? `\`${text}\`` : '');

const tables = {
  endpoints: table(
    ['what', 'request', 'also at', 'by'],
    endpoints.map(({ name, method, path, also, source }) => [
      name.replace(/_endpoint$|_uri$/, '').replaceAll('_', ' '),
      code(`${method} ${path}`),
      also.map(code).join(', '),
      source,
    ]),
  ),
  configuration: table(
    ['variable', 'default', 'meaning'],
    describeVariables().map(({ name, byDefault, meaning }) => [code(name), code(byDefault), meaning]),
  ),
};

const example = `# Everything that Doorcode reads from the environment, with its default. Made by \`npm run docs\`.
# npm start reads no file by itself: node --env-file=.env scripts/start.mjs, or your service manager, does.
${describeVariables()
  .map(({ name, byDefault, meaning }) => `\n# ${meaning.replaceAll('`', '')}\n# ${name}=${byDefault}\n`)
  .join('')}`;

function hold(file: string, wanted: (now: string) => string) {
  const path = join(root, file);
  const now = isWriting && file === '.env.example' ? '' : readFileSync(path, 'utf8');
  if (isWriting) writeFileSync(path, wanted(now));
  else expect(now, `${file} is out of date: run npm run docs`).toBe(wanted(now));
}

test.each(Object.entries(tables))('the README’s table of %s is the code’s', (name, text) => {
  hold('README.md', (now) =>
    now.replace(
      new RegExp(`(<!-- ${name}:.*-->\n)[\\s\\S]*?(<!-- /${name} -->)`),
      `$1${text.replaceAll('$', '$$$$')}\n$2`,
    ),
  );
});

test('.env.example has every variable', () => {
  hold('.env.example', () => example);
});
