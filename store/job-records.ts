import type { JobError } from "../contracts/failures.js";
import type { PlannedStage } from "../contracts/job.js";
import type { State } from "../contracts/states.js";
import type { Database } from "./database.js";
import { addEvent } from "./history.js";
import { lockParents } from "./lock-parents.js";
import { markStarted } from "./starts.js";
import { storedJson } from "./stored-text.js";

/** Writes the steps that a job will take, in the place of an earlier plan. */
export async function recordPlan(db: Database, jobId: string, stages: PlannedStage[]): Promise<void> {
  await db.query(
    `with dropped as (delete from job_stages where job_id = $1 and name <> all($3))
     insert into job_stages (job_id, name, position, subjects)
     select $1, name, position, subjects from jsonb_to_recordset($2) as s(name text, position smallint, subjects integer)
     where exists (select from jobs where id = $1)
     on conflict (job_id, name) do update set position = excluded.position, subjects = excluded.subjects`,
    [jobId, JSON.stringify(stages.map((stage, position) => ({ ...stage, position }))), stages.map((stage) => stage.name)],
  );
}

export interface Retry {
  stage: string;
  error: JobError;
  nextRetryAt: Date;
  /** Which of the stage's tries failed, where it is known. */
  failed?: { subject: string; tryNumber: number };
}

/**
 * An attempt failed and the next one waits. A repeat with the same time changes nothing, nor does word that comes when the next one has begun.
 *
 * @param unlessRunning leave the job alone while an attempt of it is known to run
 */
export async function recordRetry(db: Database, jobId: string, retry: Retry, unlessRunning = false): Promise<void> {
  await db.transaction(async (query) => {
    await lockParents(query, [jobId]);
    await markStarted(query, [jobId]);
    const changed = await query(
      `update jobs set state = 'RETRY', error = $2, next_retry_at = $3, updated_at = now()
       where id = $1 and state not in ('SUCCESS', 'FAILURE', 'REVOKED') and next_retry_at is distinct from $3
         and not ($4 and (state = 'RETRY' or exists (select from attempts where job_id = $1 and state = 'running' and beat_at > now() - interval '8 seconds')))
         and not exists (select from attempts where job_id = $1 and stage = $5 and subject = $6 and try_number > $7)
       returning id`,
      [jobId, storedJson(retry.error), retry.nextRetryAt, unlessRunning, retry.stage, retry.failed?.subject, retry.failed?.tryNumber],
    );
    if (changed.length === 0) return;
    const { stage, error, nextRetryAt } = retry;
    await addEvent(query, jobId, { type: "state", state: "RETRY", message: error.message, stage, nextRetryAt });
  });
}

/** The job holds before its next stage. Word of a pause that is over comes too late; a member pauses with its parent. */
export async function recordPause(db: Database, jobId: string): Promise<void> {
  await db.transaction(async (query) => {
    await lockParents(query, [jobId]);
    const changed = await query(
      `update jobs set state = 'PAUSED', pause_requested = false, pause_wanted = nullif(pause_wanted, false), updated_at = now()
       where id = $1 and state in ('PENDING', 'STARTED', 'PROGRESS', 'RETRY') and (pause_requested or pause_wanted
         or exists (select from jobs p where p.id = jobs.parent and (p.pause_requested or p.state = 'PAUSED'))) returning id`,
      [jobId],
    );
    if (changed.length > 0) await addEvent(query, jobId, { type: "state", state: "PAUSED", message: "held before its next stage" });
  });
}

/** The job goes on: one of which nothing has run yet is pending again. */
export async function recordResume(db: Database, jobId: string): Promise<void> {
  await db.transaction(async (query) => {
    await lockParents(query, [jobId]);
    const [changed] = await query<{ state: State }>(
      `update jobs set pause_requested = false, updated_at = now(),
         state = case when started_at is null then 'PENDING' when next_retry_at > now() then 'RETRY' else 'PROGRESS' end,
         error = case when next_retry_at > now() then error end, next_retry_at = case when next_retry_at > now() then next_retry_at end
       where id = $1 and state = 'PAUSED' returning state`,
      [jobId],
    );
    if (changed) await addEvent(query, jobId, { type: "state", state: changed.state, message: "resumed" });
  });
}

/** A worker that no longer beats has lost its attempts of these stages. */
export async function markLost(db: Database, jobId: string, stages: readonly string[]): Promise<void> {
  await db.query(
    `update attempts set state = 'lost', ended_at = now()
     where job_id = $1 and stage = any($2) and state = 'running' and beat_at < now() - interval '8 seconds'`,
    [jobId, stages],
  );
}

/**
 * Closes attempts of jobs that have ended, of which the worker never said how they went: it was killed in that moment. What
 * succeeded did so with the last attempt of each of its stages.
 */
export async function closeLeftAttempts(db: Database): Promise<void> {
  await db.query(
    `update attempts a set ended_at = j.finished_at, state = case when j.state = 'SUCCESS' and not exists (
       select from attempts later where later.job_id = a.job_id and later.stage = a.stage and later.subject = a.subject
         and (later.try_number, later.attempt) > (a.try_number, a.attempt)) then 'ran' else 'lost' end
     from jobs j where j.id = a.job_id and a.state = 'running' and a.beat_at < now() - interval '8 seconds'
       and j.state in ('SUCCESS', 'FAILURE', 'REVOKED')`,
  );
}
