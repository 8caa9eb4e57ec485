import { runOrdered } from '@/lib/db/pool';
import {
  branchesOf,
  candidates,
  decides,
  orderedPath,
  Parameters,
  type Path,
  type SessionFilter,
  type SessionSort,
  selectivePaths,
} from '@/lib/sessions/filter';

/** So few rows of an index are read whole, and then sorted and filtered. */
export const mostGathered = 3_000;

/**
 * How a statement finds the rows of a filter. `all` reads what an index holds of it, which is little; `in_order` reads the
 * index of the list's order, and where that does not decide everything, so far that a page stays quick.
 */
export type Way = { how: 'all' | 'in_order'; path: Path; isDecided: boolean };

export async function findWay(filter: SessionFilter, sort: SessionSort): Promise<Way> {
  const path = orderedPath(filter, sort);
  if (decides(path, filter)) return { how: 'in_order', path, isDecided: true };
  const few = await findSelectivePath(filter);
  return few ? { how: 'all', path: few, isDecided: false } : { how: 'in_order', path, isDecided: false };
}

/** The index that holds the fewest rows of the filter, if they are few. Each is counted only so far. */
async function findSelectivePath(filter: SessionFilter): Promise<Path | null> {
  const possible = selectivePaths(filter);
  if (possible.length === 0) return null;
  const p = new Parameters();
  const counts = possible.map((path) => {
    const from = candidates(filter, { path, limit: mostGathered + 1 }, p);
    return `(SELECT count(*)::int FROM (SELECT FROM ${from} LIMIT ${mostGathered + 1}) c)`;
  });
  const [row] = await runOrdered<{ counts: number[] }>(
    `SELECT ARRAY[${counts.join(', ')}] AS counts`,
    p.values,
  );
  const fewest = Math.min(...row!.counts);
  return fewest <= mostGathered ? possible[row!.counts.indexOf(fewest)]! : null;
}

/** How many rows each range of an index gives at most, when about `most` are to be read in all. */
export const share = (most: number, path: Path, filter: SessionFilter, atLeast: number): number =>
  Math.max(atLeast, Math.floor(most / branchesOf(path, filter)));
