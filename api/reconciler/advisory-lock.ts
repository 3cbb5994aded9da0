import type pg from "pg";
import type { Database } from "../../store/database.js";

/** Any number; every API process of a database asks for this one. */
const KEY = 7_241_104_004;

/** The right to reconcile: one process at a time has it, for as long as its connection lives. */
export class AdvisoryLock {
  readonly #db: Database;
  #client: pg.PoolClient | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @returns whether this process has the lock; rejects where the database does not answer */
  async take(): Promise<boolean> {
    if (this.#client) return this.#isAlive(this.#client);
    const client = await this.#db.connect();
    // Without a listener, the loss of the connection would end the process.
    client.on("error", () => this.#drop(client));
    try {
      const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock($1) as taken", [KEY]);
      if (rows[0]?.taken) {
        this.#client = client;
        return true;
      }
      client.release(true);
      return false;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** Closes the connection, and with it the lock. */
  release(): void {
    if (this.#client) this.#drop(this.#client);
  }

  async #isAlive(client: pg.PoolClient): Promise<boolean> {
    try {
      await client.query("select 1");
      return this.#client === client;
    } catch {
      this.#drop(client);
      return false;
    }
  }

  #drop(client: pg.PoolClient): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    client.release(true);
  }
}
