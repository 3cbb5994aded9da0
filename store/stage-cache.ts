import type { StageOutput, StageReport } from "../contracts/job.js";
import type { Database } from "./database.js";
import { throughOutage } from "./outage.js";
import { storedJson } from "./stored-text.js";

/** What an output depends on: tool versions, parameters and inputs, each under a name that people read. */
export type Ingredients = Record<string, string | number | boolean | null>;

export interface CacheEntry {
  ingredients: Ingredients;
  output: unknown;
  report: StageReport;
}

export interface NewEntry {
  key: string;
  stage: string;
  ingredients: Ingredients;
  jobId: string;
  output: StageOutput<unknown>;
}

/** Outputs of stages by what went into them, over all jobs. An outage of the database is waited for: it fails no stage. */
export class StageCache {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async find(key: string, signal: AbortSignal): Promise<CacheEntry | null> {
    const sql = "select ingredients, output, report from stage_cache where key = $1";
    const [row] = await throughOutage(() => this.#db.query<CacheEntry & object>(sql, [key]), signal);
    return row ?? null;
  }

  /** Keeps an output. Of two workers that made it at once, the second takes the place of the first: they are equal. */
  async keep(made: NewEntry, signal: AbortSignal): Promise<void> {
    const { key, stage, ingredients, jobId, output } = made;
    const sql = `insert into stage_cache (key, stage, ingredients, output, report, job_id) values ($1, $2, $3, $4, $5, $6)
       on conflict (key) do update set output = excluded.output, report = excluded.report, job_id = excluded.job_id, created_at = now()`;
    const values = [key, stage, storedJson(ingredients), JSON.stringify(output.value), JSON.stringify(output.report), jobId];
    await throughOutage(() => this.#db.query(sql, values), signal);
  }

  /** What the latest outputs of other jobs' stages were made of, to say what differs. */
  async latest(stage: string, jobId: string, signal: AbortSignal): Promise<Ingredients[]> {
    const sql = "select ingredients from stage_cache where stage = $1 and job_id <> $2 order by created_at desc limit 50";
    const rows = await throughOutage(() => this.#db.query<{ ingredients: Ingredients }>(sql, [stage, jobId]), signal);
    return rows.map((row) => row.ingredients);
  }
}
