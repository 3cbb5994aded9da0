import type { StageOutput, StageReport } from "../contracts/job.js";
import type { Database } from "./database.js";

/** What an output depends on: tool versions, parameters and inputs, each under a name that people read. */
export type Ingredients = Record<string, string | number | boolean | null>;

export interface CacheEntry {
  ingredients: Ingredients;
  output: unknown;
  report: StageReport;
}

/** Outputs of stages by what went into them, over all jobs. */
export class StageCache {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async find(key: string): Promise<CacheEntry | null> {
    const [row] = await this.#db.query<{ ingredients: Ingredients; output: unknown; report: StageReport }>(
      "select ingredients, output, report from stage_cache where key = $1",
      [key],
    );
    return row ?? null;
  }

  /** Keeps an output. Of two workers that made it at once, the second takes the place of the first: they are equal. */
  async keep(key: string, stage: string, ingredients: Ingredients, jobId: string, made: StageOutput<unknown>): Promise<void> {
    await this.#db.query(
      `insert into stage_cache (key, stage, ingredients, output, report, job_id) values ($1, $2, $3, $4, $5, $6)
       on conflict (key) do update set output = excluded.output, report = excluded.report, job_id = excluded.job_id, created_at = now()`,
      [key, stage, JSON.stringify(ingredients), JSON.stringify(made.value), JSON.stringify(made.report), jobId],
    );
  }

  /** The latest outputs of a stage, to say what differs. */
  async latest(stage: string, limit: number): Promise<Ingredients[]> {
    const rows = await this.#db.query<{ ingredients: Ingredients }>(
      "select ingredients from stage_cache where stage = $1 order by created_at desc limit $2",
      [stage, limit],
    );
    return rows.map((row) => row.ingredients);
  }
}
