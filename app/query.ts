export type Query = Promise<Record<string, string | string[] | undefined>>;

/** Not longer than anything of ours, and without what PostgreSQL refuses: NUL and lone surrogates. */
const isClean = (text: string) => text.length <= 2_000 && !text.includes('\0') && text.isWellFormed();

/** The wanted parameters of a page's query. One that is repeated, or not clean, is as good as none. */
export async function readQuery<Name extends string>(
  query: Query,
  ...names: Name[]
): Promise<Record<Name, string | undefined>> {
  const given = await query;
  const one = (name: Name) => {
    const value = given[name];
    return typeof value === 'string' && isClean(value) ? value : undefined;
  };
  return Object.fromEntries(names.map((name) => [name, one(name)])) as Record<Name, string | undefined>;
}

/** A path of ours with a query; what is undefined is left out. */
export function pathWith(path: string, query: Record<string, string | undefined>): string {
  const set = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set)}`;
}

/** A segment of the path as it was meant, if it is clean: Next.js hands it on as it stands in the address. */
export function decodeSegment(segment: string): string {
  try {
    const meant = decodeURIComponent(segment);
    return isClean(meant) ? meant : segment;
  } catch {
    return segment;
  }
}

/** What a table of ours holds under a code: its own entries alone, null for anything else that stands in an address. */
export const entryOf = <Entry>(
  table: Readonly<Record<string, Entry>>,
  code: string | null | undefined,
): Entry | null => (typeof code === 'string' && Object.hasOwn(table, code) ? (table[code] ?? null) : null);
