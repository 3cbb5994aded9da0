import type { JobError } from "../contracts/failures.js";
import type { FinalState } from "../contracts/states.js";
import type { Database } from "./database.js";

/** What others are told of a job that has ended. */
export interface FinishedJob {
  id: string;
  task: string;
  state: FinalState;
  error: (Omit<JobError, "type"> & { type: string }) | null;
  result: unknown;
  /** Whether the result was left out for its size. */
  isResultLeftOut: boolean;
  tags: string[];
  submittedAt: Date;
  startedAt: Date | null;
  finishedAt: Date;
}

/** @param resultBytes the largest result that is wanted */
export async function finishedJob(db: Database, id: string, resultBytes: number): Promise<FinishedJob | null> {
  const [job] = await db.query<FinishedJob & Record<string, unknown>>(
    `select id, task, state, error, case when octet_length(result::text) <= $2 then result end as result,
       coalesce(octet_length(result::text) > $2, false) as "isResultLeftOut", tags,
       submitted_at as "submittedAt", started_at as "startedAt", finished_at as "finishedAt"
     from jobs where id = $1 and finished_at is not null`,
    [id, resultBytes],
  );
  return job ? { ...job, error: job.state === "REVOKED" ? REVOKED : job.error } : null;
}

/** A cancelled job has no error of its own; whoever waits for one is told why there is no result. */
const REVOKED = { type: "Revoked", message: "the job was cancelled" };
