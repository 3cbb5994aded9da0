import pg from "pg";

export type Query = <R extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<R[]>;

/** Counts and sizes fit a double; PostgreSQL's bigint would come as text. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** A pool of connections to PostgreSQL; plain SQL in, rows out. */
export class Database {
  readonly #pool: pg.Pool;

  /** @param options.answerMs how long a server may take to answer, such as one that is frozen */
  constructor(url: string, options: { max?: number; applicationName?: string; answerMs?: number } = {}) {
    this.#pool = new pg.Pool({
      connectionString: url,
      max: options.max ?? 10,
      application_name: options.applicationName ?? "avalanche",
      connectionTimeoutMillis: 5000,
      query_timeout: options.answerMs ?? 30_000,
      keepAlive: true,
    });
    // An idle connection that the server closes is replaced at the next query.
    this.#pool.on("error", () => undefined);
  }

  readonly query: Query = async <R extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []) => {
    const { rows } = await this.#pool.query<R>(sql, [...values]);
    return rows;
  };

  /**
   * Like `query`, for a statement that is asked hundreds of times a second: its plan, which can cost more than its work, is made once a
   * connection. For look-ups by key alone, as that plan stays when a table has grown.
   *
   * @param name of this statement alone
   */
  async lookUp<R extends pg.QueryResultRow>(name: string, text: string, values: readonly unknown[]): Promise<R[]> {
    const { rows } = await this.#pool.query<R>({ name, text, values: [...values] });
    return rows;
  }

  async transaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    const onBreak = (error: Error) => {
      broken = error;
    };
    // Unheard, a connection that breaks would end the process.
    client.on("error", onBreak);
    try {
      await client.query("begin");
      const result = await work(async <R extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []) => {
        const { rows } = await client.query<R>(sql, [...values]);
        return rows;
      });
      await client.query("commit");
      return result;
    } catch (error) {
      await client.query("rollback").catch(onBreak);
      throw error;
    } finally {
      client.off("error", onBreak);
      client.release(broken);
    }
  }

  /** A connection of its own, for session locks; the caller releases it. */
  connect(): Promise<pg.PoolClient> {
    return this.#pool.connect();
  }

  /** @throws if the server does not answer */
  async ping(): Promise<void> {
    await this.#pool.query("select 1");
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}
