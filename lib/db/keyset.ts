/** Where a page of a list begins or ends: the row there, by when and then by id. */
export type Key = { at: Date; id: string };

/** The page that goes on after a row, or the one that ends before it; the first when there is none. */
export type Cursor = { direction: 'after' | 'before'; key: Key } | null;

const form = /^(\d{1,15})_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** As it stands in an address. A position is no secret: whoever makes one up sees what they may see anyway. */
export const writeKey = ({ at, id }: Key): string => `${at.getTime()}_${id}`;

/** What stands in an address; anything else than one position is none, so that it leads to the first page. */
export function readCursor(asked: { after?: string | undefined; before?: string | undefined }): Cursor {
  if ((asked.after === undefined) === (asked.before === undefined)) return null;
  const direction = asked.after === undefined ? 'before' : 'after';
  const found = form.exec(asked[direction] ?? '');
  const at = new Date(Number(found?.[1]));
  // PostgreSQL's times end later than these, and begin long before 1970.
  return found && at.getUTCFullYear() <= 9999 ? { direction, key: { at, id: found[2]! } } : null;
}

/** A page in the list's own order, with the rows from which the pages around it begin; null: there is none. */
export type Page<Row, At> = { rows: Row[]; before: At | null; after: At | null };

/**
 * A page of the rows that were found when one more than a page was asked for: backwards they came in reverse. What lies
 * before and after is known by that one more, and by where we come from; null: from the list's beginning.
 */
export function pageOf<Row, At>(
  found: Row[],
  size: number,
  from: 'after' | 'before' | null,
  keyOf: (row: Row) => At,
): Page<Row, At> {
  const hasMore = found.length > size;
  const rows = found.slice(0, size);
  if (from === 'before') rows.reverse();
  const [first, last] = [rows[0], rows.at(-1)];
  const hasBefore = from === 'before' ? hasMore : from !== null;
  const hasAfter = from === 'before' ? true : hasMore;
  return {
    rows,
    before: hasBefore && first ? keyOf(first) : null,
    after: hasAfter && last ? keyOf(last) : null,
  };
}
