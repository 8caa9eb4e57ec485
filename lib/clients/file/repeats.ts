import type { Document, Path, Problem } from '@/lib/clients/file/document';
import { placeOf } from '@/lib/clients/file/problems';
import type { ReadVariable } from '@/lib/clients/file/schema';

/** What may be in the file once only: a client id, a slug, an e-mail domain, a secret of a client, an API key. */
export function repeatsIn(document: Document, read: ReadVariable): Problem[] {
  const clients = pathsOf(document, ['clients']);
  const organizations = pathsOf(document, ['organizations']);
  const secretAt = (path: Path) => {
    const name = document.at([...path, 'env']);
    return typeof name === 'string' ? read(name) : undefined;
  };
  const secrets = (paths: Path[]) => repeats(document, paths, secretAt, 'is the same as the one');
  const names = (paths: Path[], name: string) =>
    repeats(document, paths, (path) => document.at([...path, name]), 'is declared already');
  return [
    ...names(clients, 'client_id'),
    ...names(organizations, 'slug'),
    ...repeats(
      document,
      organizations.flatMap((organization) => pathsOf(document, [...organization, 'email_domains'])),
      (path) => document.at(path),
      'is declared already',
    ),
    ...clients.flatMap((client) => secrets(pathsOf(document, [...client, 'secrets']))),
    ...secrets(
      organizations
        .flatMap((organization) => pathsOf(document, [...organization, 'api_keys']))
        .map((key) => [...key, 'key']),
    ),
  ];
}

/** The paths of a list's entries. */
function pathsOf(document: Document, list: Path): Path[] {
  const paths: Path[] = [];
  for (let index = 0; document.has([...list, index]); index++) paths.push([...list, index]);
  return paths;
}

function repeats(document: Document, paths: Path[], keyOf: (path: Path) => unknown, says: string): Problem[] {
  const seen = new Map<string, Path>();
  return paths.flatMap((path) => {
    const key = keyOf(path);
    if (typeof key !== 'string') return [];
    const first = seen.get(key);
    if (!first) seen.set(key, path);
    const { subject, member } = placeOf(document, path);
    const reason = `${subject}: ${member || 'it'} ${says} on line ${first && document.lineOf(first)}; remove one`;
    return first ? [{ line: document.lineOf(path), reason }] : [];
  });
}
