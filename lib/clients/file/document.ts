import {
  createScanner,
  findNodeAtLocation,
  type Node,
  type ParseError,
  type ParseErrorCode,
  parseTree,
} from 'jsonc-parser';

/** Strict JSON (RFC 8259) that still knows on which line each value stands. */

export type Path = PropertyKey[];
export type Problem = { line: number; reason: string };
export type Document = {
  value: unknown;
  has(path: Path): boolean;
  /** The string, number, boolean or null at that path. */
  at(path: Path): unknown;
  /** The line of the value at that path, or of the nearest one around it. */
  lineOf(path: Path): number;
  /** The line of a member's name. */
  lineOfName(path: Path): number;
};

const words: Partial<Record<ParseErrorCode, string>> = {
  1: 'this is no JSON value',
  2: 'this is no JSON number',
  3: 'a member’s name in double quotes is missing',
  4: 'a value is missing',
  5: 'a “:” is missing',
  6: 'a “,” is missing',
  7: 'the closing “}” is missing',
  8: 'the closing “]” is missing',
  9: 'there is more after the end',
  10: 'JSON has no comments',
  11: 'the closing “*/” is missing',
  12: 'the closing quote is missing',
  13: 'this is no JSON number',
  14: 'this is no JSON \\u sequence',
  15: 'this is no JSON escape',
  16: 'a string must not hold control characters; write \\n, \\t or \\u…',
};

/** What is wrong with the text itself: no JSON, or a member that is there twice. Without problems there is a document. */
export function readDocument(source: string): { document: Document | null; problems: Problem[] } {
  // RFC 8259 §8.1: a reader may ignore the mark that some editors put first.
  const text = source.replace(/^\uFEFF/, '');
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  if (text.trim() === '')
    return { document: null, problems: [{ line: 1, reason: 'the file is empty; the least is {}' }] };
  const tooDeep = tooDeepAt(text);
  if (tooDeep !== null)
    return {
      document: null,
      problems: [{ line: lineAt(tooDeep), reason: `is nested deeper than ${mostNested} levels` }],
    };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  if (!root || errors.length > 0) {
    // One wrong character makes more errors behind it on its line: the first says it.
    const first = new Map<number, string>();
    for (const { error, offset } of errors) {
      const line = lineAt(offset);
      if (!first.has(line)) first.set(line, `is not JSON: ${words[error as ParseErrorCode]}`);
    }
    return { document: null, problems: [...first].map(([line, reason]) => ({ line, reason })) };
  }
  const find = (path: Path) => findNodeAtLocation(root, path as (string | number)[]);
  const nearest = (path: Path): Node => find(path) ?? nearest(path.slice(0, -1));
  const document: Document = {
    value: JSON.parse(text),
    has: (path) => find(path) !== undefined,
    at: (path) => find(path)?.value,
    lineOf: (path) => lineAt(nearest(path).offset),
    lineOfName: (path) => lineAt((find(path)?.parent ?? nearest(path)).offset),
  };
  const repeated = repeatedMembers(root).map(({ name, offset, first }) => ({
    line: lineAt(offset),
    reason: `the member ${JSON.stringify(name)} is there twice; the first is on line ${lineAt(first)}`,
  }));
  const unprintable = stringsOf(root)
    .filter(({ value }) => /[\p{Cc}\p{Cs}]/u.test(value))
    .map(({ offset }) => ({
      line: lineAt(offset),
      reason: 'a string must not hold control characters or half characters',
    }));
  return { document, problems: [...repeated, ...unprintable] };
}

const mostNested = 100;

/** Where the text is nested deeper than anything that may be declared, or null: parsers recurse. */
function tooDeepAt(text: string): number | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token = scanner.scan(); token !== 17; token = scanner.scan()) {
    if (token === 1 || token === 3) depth += 1; // { [
    if (token === 2 || token === 4) depth -= 1; // } ]
    if (depth > mostNested) return scanner.getTokenOffset();
  }
  return null;
}

const stringsOf = (node: Node): Node[] =>
  node.type === 'string' ? [node] : (node.children ?? []).flatMap(stringsOf);

/** RFC 8259 §4: names SHOULD be unique. Of two, a reader takes one and a person reads the other. */
function repeatedMembers(node: Node): { name: string; offset: number; first: number }[] {
  const seen = new Map<string, number>();
  return (node.children ?? []).flatMap((child) => {
    const within = repeatedMembers(child);
    if (node.type !== 'object') return within;
    const name = String(child.children?.[0]?.value);
    const first = seen.get(name);
    if (first === undefined) seen.set(name, child.offset);
    return first === undefined ? within : [{ name, offset: child.offset, first }, ...within];
  });
}
