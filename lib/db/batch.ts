import pg from 'pg';
import { runStatement } from '@/lib/db/pool';

/** What a column of a batch may hold, by its type in SQL; each may be null. */
type Types = {
  boolean: boolean;
  bytea: Buffer;
  int: number;
  text: string;
  'text[]': readonly string[];
  timestamptz: Date;
  uuid: string;
};
type Columns = Readonly<Record<string, keyof Types>>;
type Item<C extends Columns> = { [Name in keyof C]: Types[C[Name]] | null };

/** So many statements of a kind are under way at once; what comes meanwhile goes together with the next. */
const mostAtOnce = 2;
/** One that takes longer waits for somebody else's lock: it holds up none of those that came after it. */
const slowAfterMs = 50;
/**
 * How long statements wait for one: several together not for long, so that nobody pays for another's row; and less than it
 * takes PostgreSQL to look for a deadlock, so that in one with a change of many rows it is always the batch that gives way.
 */
const lockTimeout = { together: '200ms', alone: '3s' };
const mostTogether = 100;

type Waiting<Row> = {
  /** What it asks, but for its `n`. */
  json: string;
  resolve: (row: Row | null) => void;
  reject: (error: unknown) => void;
};

/**
 * One prepared statement, one round trip and one commit for all that is asked at the same time (decision 023). Its text is
 * written over the relation `asked`, with the columns given and `n`, the place of each among those asked; what it returns
 * has the `n` that it is for. Answers that row, or null where there is none. Rows are asked in the order of their first
 * column, so that two statements that lock the same rows lock them in one order. When one fails, or waits for a lock, all are
 * asked anew, each alone.
 */
export function batched<Row extends { n: number }>() {
  return <const C extends Columns>(
    name: string,
    columns: C,
    text: (asked: string) => string,
  ): ((item: Item<C>) => Promise<Row | null>) => {
    const batch = new Batch<C, Row>(name, columns, text(askedAs(columns)));
    return (item) => batch.ask(item);
  };
}

/**
 * The planner takes what comes out of a function for a hundred rows, and an equality of what it knows nothing of for one in
 * two hundred. So this is one row to it, whose like it looks up by an index however small the tables are just then.
 */
const askedAs = (columns: Columns): string => {
  const types = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  return `asked AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS asked (n int, ${types.join(', ')})
     WHERE n = n + 0 AND (SELECT set_config('lock_timeout', $2, true)) IS NOT NULL)`;
};

class Batch<C extends Columns, Row extends { n: number }> {
  readonly #name: string;
  readonly #text: string;
  readonly #columns: [name: string, write: (value: never) => string][];
  #waiting: Waiting<Row>[] = [];
  /** When each that is under way began. */
  readonly #underWay = new Set<{ since: number }>();
  #willSend = false;
  #lookAgain: NodeJS.Timeout | undefined;

  constructor(name: string, columns: C, text: string) {
    this.#name = name;
    this.#text = text;
    this.#columns = Object.entries(columns).map(([column, type]) => [column, writers[type]]);
  }

  ask(item: Item<C>): Promise<Row | null> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ json: this.#write(item), resolve, reject });
      if (this.#willSend) return;
      this.#willSend = true;
      // What else is decided in this turn of the event loop goes with it.
      setImmediate(() => {
        this.#willSend = false;
        this.#send();
      });
    });
  }

  #send(): void {
    while (this.#waiting.length > 0 && !this.#isBusy()) void this.#run(this.#waiting.splice(0, mostTogether));
    if (this.#waiting.length === 0 || this.#lookAgain) return;
    this.#lookAgain = setTimeout(() => {
      this.#lookAgain = undefined;
      this.#send();
    }, slowAfterMs);
  }

  #isBusy(): boolean {
    const quick = performance.now() - slowAfterMs;
    let count = 0;
    for (const { since } of this.#underWay) if (since > quick) count++;
    return count >= mostAtOnce;
  }

  async #run(together: Waiting<Row>[]): Promise<void> {
    const own = { since: performance.now() };
    this.#underWay.add(own);
    try {
      const found: (Row | undefined)[] = new Array(together.length);
      for (const row of await this.#ask(together)) found[row.n] = row;
      for (const [n, { resolve }] of together.entries()) resolve(found[n] ?? null);
    } catch (error) {
      // Undone for all, for what one of them asked.
      if (together.length > 1 && isUndone(error)) for (const one of together) void this.#run([one]);
      else for (const { reject } of together) reject(error);
    } finally {
      this.#underWay.delete(own);
      this.#send();
    }
  }

  #ask(together: Waiting<Row>[]): Promise<Row[]> {
    const rows = together.map(({ json }, n) => `${json}"n":${n}}`);
    // Each begins with its first column.
    const asked = `[${rows.sort().join(',')}]`;
    const timeout = together.length > 1 ? lockTimeout.together : lockTimeout.alone;
    return runStatement<Row>(this.#name, this.#text, [asked, timeout]);
  }

  #write(item: Item<C>): string {
    let json = '{';
    for (const [name, write] of this.#columns) {
      const value = item[name];
      if (value !== null) json += `"${name}":${write(value as never)},`;
    }
    return json;
  }
}

/** A value as JSON that PostgreSQL reads as this type. What cannot need an escape is spared the search for one. */
const writers: { [Type in keyof Types]: (value: Types[Type]) => string } = {
  boolean: String,
  bytea: (bytes) => `"\\\\x${bytes.toString('hex')}"`,
  int: String,
  text: JSON.stringify,
  'text[]': JSON.stringify,
  timestamptz: (date) => `"${date.toISOString()}"`,
  uuid: JSON.stringify,
};

/**
 * Does it say for certain that nothing was done? By the codes of what is wrong with a statement, a row or a lock (PostgreSQL's
 * appendix A): what ends the connection may come after the commit.
 */
const isUndone = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && /^(2[1-8]|40|42|44|54|55|57014|P0)/.test(error.code ?? '');
