import type { JobArtifact } from "../contracts/artifact.js";
import type { JobError } from "../contracts/failures.js";
import type { FinalState } from "../contracts/states.js";
import type { Database, Query } from "./database.js";
import { addEvent } from "./history.js";
import { markStarted } from "./starts.js";
import { storedJson } from "./stored-text.js";

export interface Ending {
  state: FinalState;
  result?: unknown;
  error?: JobError;
  /** Files of the result, under their names. */
  artifacts?: JobArtifact[];
}

/**
 * Writes how a job ended, once: a final state is final, and a repeat changes nothing.
 *
 * @returns whether this call ended the job
 */
export function endJob(db: Database, id: string, ending: Ending): Promise<boolean> {
  return db.transaction(async (query) => {
    if (ending.state === "SUCCESS") await markStarted(query, [id]);
    else await markLeft(query, id);
    const ended = await query(
      `update jobs set state = $2, result = $3, error = $4, next_retry_at = null, cancel_requested = false, finished_at = now(), updated_at = now(),
         handed_over_at = coalesce(handed_over_at, now())
       where id = $1 and state not in ('SUCCESS', 'FAILURE', 'REVOKED') returning id`,
      [id, ending.state, toJson(ending.result), toJson(ending.error)],
    );
    if (ended.length === 0) return false;
    for (const artifact of ending.artifacts ?? []) {
      await query(
        "insert into job_artifacts (job_id, name, sha256, size_bytes, media_type) values ($1, $2, $3, $4, $5) on conflict do nothing",
        [id, artifact.name, artifact.sha256, artifact.size_bytes, artifact.media_type],
      );
    }
    await addEvent(query, id, { type: "state", state: ending.state, message: ending.error?.message ?? "" });
    return true;
  });
}

/** Whoever ran its attempts is gone, or tells better in a moment. Attempts before the job: as the recorder locks them. */
async function markLeft(query: Query, id: string): Promise<void> {
  await query(
    `update attempts set state = 'lost', ended_at = now() where job_id = $1 and state = 'running'
       and exists (select from jobs where id = $1 and state not in ('SUCCESS', 'FAILURE', 'REVOKED'))`,
    [id],
  );
}

function toJson(value: unknown): string | null {
  return value === undefined ? null : storedJson(value);
}
