import { markLost, recordRetry } from "../../store/job-records.js";
import { checkExecution } from "./check-execution.js";
import { type PendingStage, pendingStages } from "./pending-stages.js";
import { BATCH, CALL_MS, forEach, type Servers } from "./servers.js";

/** An attempt whose worker says nothing any more. */
interface Silent {
  job_id: string;
  workflow_id: string;
  attempts: { stage: string; attempt: number }[];
}

/** Asks Temporal about attempts that have not beaten for as long as their heartbeat timeout. */
export async function findLostWorkers(servers: Servers): Promise<void> {
  const silent = await servers.db.query<Silent>(
    `select a.job_id, j.workflow_id, jsonb_agg(jsonb_build_object('stage', a.stage, 'attempt', a.attempt)) as attempts
     from attempts a join jobs j on j.id = a.job_id
     where a.state = 'running' and a.beat_at < now() - interval '8 seconds' and j.state not in ('SUCCESS', 'FAILURE', 'REVOKED')
     group by a.job_id, j.workflow_id order by min(a.beat_at) limit $1`,
    [BATCH],
  );
  await forEach(silent, async ({ job_id: id, workflow_id: workflowId, attempts }) => {
    const found = await servers.temporal.describe(workflowId, CALL_MS);
    // Of a member that its parent carries out, the parent knows whether it goes on.
    const isOwn = workflowId === id;
    if (isOwn && !(await checkExecution(servers, id, found))) return;
    if (found)
      await tellOfRetry(
        servers,
        id,
        pendingStages(found).filter(({ activityId }) => isOwn || activityId === id),
        attempts,
      );
  });
}

async function tellOfRetry({ db, log }: Servers, id: string, pending: PendingStage[], silent: Silent["attempts"]): Promise<void> {
  // Temporal still counts on the worker: its beats may only be late in the database.
  const maybeAlive = silent.some((one) => pending.some((now) => now.isRunning && now.stage === one.stage && now.attempt === one.attempt));
  // The next attempt waits, or was given to a worker that says nothing either, such as one that is frozen.
  const isNext = (now: PendingStage) => silent.some((one) => one.stage === now.stage && one.attempt < now.attempt);
  const waiting = pending.find((now) => now.lostWorker && (!now.isRunning || isNext(now)));
  if (waiting) {
    const error = {
      type: "WorkerLost" as const,
      message: `the worker of ${waiting.stage} was lost; another one goes on`,
      stage: waiting.stage,
    };
    await recordRetry(db, id, { stage: waiting.stage, error, nextRetryAt: waiting.nextAt }, true);
    log.warn({ job: id, stage: waiting.stage }, "worker lost");
  }
  // What Temporal does not wait for came to its end, and the word on it is all that was lost.
  const stages = pending.map(({ stage }) => stage);
  if (!maybeAlive) await markLost(db, id, stages);
}
