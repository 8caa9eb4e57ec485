import { PrismaPg } from '@prisma/adapter-pg';
import { DriverAdapterError } from '@prisma/driver-adapter-utils';
import type pg from 'pg';

type Connection = Awaited<ReturnType<PrismaPg['connect']>>;

/**
 * Prisma's adapter cuts a script at every `;` (through functions and strings) and runs the pieces one by one,
 * so that a failing migration stays half done. Here a script goes to PostgreSQL whole, as the native engine
 * sends it: PostgreSQL then runs it in one transaction.
 */
export class WholeScriptPg extends PrismaPg {
  private readonly pool: pg.Pool;
  private readonly suffix: (script: string) => string;

  /** `suffix` may add a statement that commits together with the script. */
  constructor(pool: pg.Pool, suffix: (script: string) => string = () => '') {
    super(pool);
    this.pool = pool;
    this.suffix = suffix;
  }

  override async connect(): Promise<Connection> {
    const connection = await super.connect();
    connection.executeScript = async (script) => {
      await this.pool.query(`${script}\n${this.suffix(script)}`).catch((error: pg.DatabaseError) => {
        const { code = 'N/A', severity = 'ERROR', message, detail, column, hint } = error;
        throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
      });
    };
    return connection;
  }

  /** Only `migrate-new` needs a shadow database, and it brings an empty one of its own. */
  override connectToShadowDb(): Promise<Connection> {
    return this.connect();
  }
}
