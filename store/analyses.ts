import type { JobArtifact } from "../contracts/artifact.js";
import type { Issue } from "../contracts/issues.js";
import type { Database } from "./database.js";

/** A run_analysis job that has succeeded. */
export interface DoneAnalysis {
  id: string;
  files: JobArtifact[];
}

/** Finished analyses, for those that are made of them. */
export class Analyses {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @returns an issue for each that is none, or is not done, by its place below `path` */
  async issues(owner: string, ids: readonly string[], path: string): Promise<Issue[]> {
    const rows = await this.#db.query<{ id: string; task: string; state: string }>(
      "select id, task, state from jobs where owner = $1 and id = any($2)",
      [owner, ids],
    );
    const jobs = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id, index) => {
      const fault = faultOf(id, jobs.get(id));
      return fault ? [{ path: `${path}.${index}`, message: fault }] : [];
    });
  }

  /** Their files, in the order of the ids. */
  async find(ids: readonly string[]): Promise<DoneAnalysis[]> {
    const rows = await this.#db.query<JobArtifact & { job_id: string }>(
      "select job_id, name, sha256, size_bytes, media_type from job_artifacts where job_id = any($1)",
      [ids],
    );
    return ids.map((id) => ({ id, files: rows.filter((row) => row.job_id === id).map(({ job_id: _, ...file }) => file) }));
  }
}

function faultOf(id: string, job: { task: string; state: string } | undefined): string | null {
  if (!job) return `there is no job ${id}`;
  if (job.task !== "run_analysis") return `job ${id} is of ${job.task}, not of run_analysis`;
  return job.state === "SUCCESS" ? null : `job ${id} is ${job.state}; only analyses that succeeded can be combined`;
}
