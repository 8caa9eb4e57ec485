/**
 * So many that were woken ask the database at a time: some more than there are connections. When very many are decided at
 * once the rest wait here, and not for a connection, which is given up after three seconds (db/pool.ts).
 */
const most = 30;

const waiting: (() => void)[] = [];
let busy = 0;

/** Do it when it is its turn, first come first served. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (busy >= most) await new Promise<void>((goOn) => waiting.push(goOn));
  else busy++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else busy--;
  }
}
