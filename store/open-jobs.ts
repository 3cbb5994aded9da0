import type { Database, Query } from "./database.js";

/** The owner has as many open jobs as one may have. */
export class QuotaExceeded extends Error {
  override readonly name = "QuotaExceeded";

  constructor(open: number, limit: number) {
    super(`${open} of your jobs are open, and ${limit} may be, members counted`);
  }
}

/**
 * Jobs are counted one by one, under a lock of their owner, where fewer than so many more are allowed. Before that they
 * need no lock: no number of API processes accepts so many single jobs in the second for which a count is kept.
 */
const HEADROOM = 5000;

const KEPT_MS = 1000;

interface Counted {
  atMs: number;
  open: Promise<number>;
  added: number;
}

/** Holds the open jobs of each owner below a limit; a parent counts as itself and its members. */
export class OpenJobs {
  readonly #db: Database;
  readonly #limit: number;
  readonly #counted = new Map<string, Counted>();

  constructor(db: Database, limit: number) {
    this.#db = db;
    this.#limit = limit;
  }

  /**
   * Adds a job within the limit.
   *
   * @param jobs how many it stands for: a parent for itself and all its members
   * @param add inserts the job; gives nothing where it was there before
   * @throws {QuotaExceeded}
   */
  async within<T>(owner: string, jobs: number, add: (query: Query) => Promise<T | undefined>): Promise<T | undefined> {
    if (jobs === 1 && (await this.#isFar(owner))) return add(this.#db.query);
    return this.#db.transaction(async (query) => {
      await query("select pg_advisory_xact_lock(hashtextextended($1, 1))", [owner]);
      const added = await add(query);
      if (added === undefined) return undefined;
      const open = await countOpen(query, owner);
      if (open > this.#limit) throw new QuotaExceeded(open - jobs, this.#limit);
      return added;
    });
  }

  /** By a count that is a second old at most, and what was added here since. */
  async #isFar(owner: string): Promise<boolean> {
    if (this.#limit < HEADROOM) return false;
    let counted = this.#counted.get(owner);
    if (!counted || performance.now() - counted.atMs > KEPT_MS) {
      counted = { atMs: performance.now(), open: countOpen(this.#db.query, owner), added: 0 };
      this.#counted.set(owner, counted);
      counted.open.catch(() => this.#counted.delete(owner));
    }
    counted.added++;
    return (await counted.open) + counted.added <= this.#limit - HEADROOM;
  }
}

/** Members count with the job that was submitted, also those that have no row yet. */
async function countOpen(query: Query, owner: string): Promise<number> {
  const [row] = await query<{ open: number }>(
    `select coalesce(sum(stands_for), 0) as open from jobs
     where owner = $1 and parent is null and state not in ('SUCCESS', 'FAILURE', 'REVOKED')`,
    [owner],
  );
  return row!.open;
}
