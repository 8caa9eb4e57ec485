/** Where a page of a list begins: after a row of it, or before one. */
export type From = { after?: string | undefined; before?: string | undefined };
export const isBackwards = ({ after, before }: From): boolean => after === undefined && before !== undefined;

/** A page in the list's own order, with the rows from which the pages around it begin; null: there is none. */
export type Page<Row> = { rows: Row[]; before: string | null; after: string | null };

/** Of what was found in the direction of the search, one more than a page holds. */
export function pageOf<Row>(found: Row[], most: number, from: From, keyOf: (row: Row) => string): Page<Row> {
  const isBack = isBackwards(from);
  const hasMore = found.length > most;
  const rows = isBack ? found.slice(0, most).reverse() : found.slice(0, most);
  const [first, last] = [rows[0], rows.at(-1)];
  const hasBefore = isBack ? hasMore : from.after !== undefined;
  return {
    rows,
    before: first && hasBefore ? keyOf(first) : null,
    after: last && (isBack || hasMore) ? keyOf(last) : null,
  };
}
