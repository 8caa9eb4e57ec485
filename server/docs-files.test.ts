import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Examples stand in docs/*.md as the files that are run. `npm run docs` puts them there; without it this test holds. */
const root = join(import.meta.dirname, '..');
const isWriting = process.env.WRITE_DOCS === '1';
const languages: Record<string, string> = { mjs: 'js', py: 'python', conf: 'nginx' };

const included = /(<!-- file: (\S+) -->\n)[\s\S]*?(<!-- \/file -->)/g;

const fenced = (file: string): string => {
  const ending = file.split('.').pop()!;
  return `\`\`\`${languages[ending] ?? ending}\n${readFileSync(join(root, file), 'utf8').trimEnd()}\n\`\`\`\n`;
};

const pages = readdirSync(join(root, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);
const textOf = (page: string) => readFileSync(join(root, page), 'utf8');

test.each(pages)('%s shows its examples as they are', (page) => {
  const now = textOf(page);
  const wanted = now.replace(included, (_all, start, file, end) => start + fenced(file) + end);
  if (isWriting) writeFileSync(join(root, page), wanted);
  else expect(now, `${page} is out of date: run npm run docs`).toBe(wanted);
});

test.each(['verify', 'secret-scanning', 'webhooks'])('every file of docs/%s is shown', (folder) => {
  const shown = [...textOf(`docs/${folder}.md`).matchAll(included)].map(([, , file]) => file);
  const files = readdirSync(join(root, 'docs', folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  expect(shown.sort()).toEqual(files.sort());
});
