import { type ColumnType, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { WholeScriptPg } from './adapter';

/*
 * To compare schemas the engine reads PostgreSQL's catalog, whose columns of the internal type "char" Prisma's
 * adapter (7.10) refuses. The pool passes them as text and notes them; the adapter then gives them their type.
 */
const CHAR_OID = 18;
const TEXT_OID = 25;

export class CatalogPool extends pg.Pool {
  /** For the rows of an answer, the positions of its "char" columns. */
  readonly letters = new WeakMap<unknown[], number[]>();

  // biome-ignore lint/suspicious/noExplicitAny: pg's overloads; the adapter uses the promise form only
  override async query(...args: any[]): Promise<any> {
    const result = await super.query(...(args as [string]));
    const letters: number[] = [];
    for (const [position, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== CHAR_OID) continue;
      field.dataTypeID = TEXT_OID;
      letters.push(position);
    }
    if (letters.length > 0) this.letters.set(result.rows, letters);
    return result;
  }
}

export class CatalogPg extends WholeScriptPg {
  private readonly catalog: CatalogPool;

  constructor(pool: CatalogPool) {
    super(pool);
    this.catalog = pool;
  }

  override async connect() {
    const connection = await super.connect();
    const queryRaw = connection.queryRaw.bind(connection);
    connection.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const columnTypes: ColumnType[] = [...result.columnTypes];
      for (const position of this.catalog.letters.get(result.rows) ?? []) {
        columnTypes[position] = ColumnTypeEnum.Character;
      }
      return { ...result, columnTypes };
    };
    return connection;
  }
}
