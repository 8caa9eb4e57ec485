import type { core } from 'zod';
import type { Document, Path, Problem } from '@/lib/clients/file/document';

/** What zod found, as sentences with lines. A value is never repeated: it may be a secret in the wrong place. */
export const problemsOf = (document: Document, issues: core.$ZodIssue[]): Problem[] =>
  issues.flatMap((issue) => {
    const { subject, member } = placeOf(document, issue.path);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        line: document.lineOfName([...issue.path, key]),
        reason: `${subject}: ${member ? `${member} has` : 'there is'} no member ${JSON.stringify(key)}; remove it, or see the schema for what it is called`,
      }));
    return [
      {
        line: document.lineOf(issue.path),
        reason: `${subject}: ${member || 'it'} ${document.has(issue.path) ? predicate(issue) : 'is missing'}`,
      },
    ];
  });

/** `clients, 2, secrets, 0` is `client acme-cli` and `secrets[0]`. */
export function placeOf(document: Document, path: Path): { subject: string; member: string } {
  const [list, index, ...rest] = path;
  if (index === undefined) return { subject: 'the file', member: list === undefined ? '' : String(list) };
  const name = document.at([list!, index, list === 'clients' ? 'client_id' : 'slug']);
  const subject =
    typeof name === 'string' && /^[\x21\x23-\x7E]{1,100}$/.test(name)
      ? `${list === 'clients' ? 'client' : 'organization'} ${name}`
      : `${String(list)}[${String(index)}]`;
  const member = rest.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return { subject, member: member.replace(/^\./, '') };
}

const kinds: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
};

const units: Record<string, string> = { string: ' characters', array: ' entries' };

/** What is wrong with it, to go after its name: `must be at least 30`. */
export function predicate(issue: core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
    case 'too_small':
      if (issue.minimum === 1 && issue.origin !== 'number') return 'must not be empty';
      return `must be at least ${issue.minimum}${units[issue.origin] ?? ''}`;
    case 'too_big':
      return `must be at most ${issue.maximum}${units[issue.origin] ?? ''}`;
    default:
      return issue.message;
  }
}
