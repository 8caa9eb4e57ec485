import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ClientsFileError, parseClientsFile } from '@/lib/clients/file/read';

/** docs/clients-file.md shows one file that is right, one that is wrong, and what is said of it. */
const guide = readFileSync(join(import.meta.dirname, '../../../docs/clients-file.md'), 'utf8');
const blocks = [...guide.matchAll(/```(json|text)\n([\s\S]*?)```/g)].map(([, , text]) => text!);
const [right, wrong, said] = blocks as [string, string, string];
const read = (name: string) => (name === 'NOT_SET' ? undefined : `${name}, which is random and long enough`);

test('the guide’s example is right', () => {
  expect(parseClientsFile('clients.json', right, read).clients.map(({ client_id }) => client_id)).toEqual([
    'acme-cli',
    'acme-agent',
  ]);
});

test('the guide’s wrong file is answered as the guide says', () => {
  try {
    parseClientsFile('clients.json', wrong, read);
    expect.unreachable();
  } catch (error) {
    expect((error as ClientsFileError).lines).toEqual(said.trim().split('\n'));
  }
});
