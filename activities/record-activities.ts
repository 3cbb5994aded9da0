import type { PlannedStage } from "../contracts/job.js";
import type { Database } from "../store/database.js";
import type { Ending, endingOf, endJob } from "../store/endings.js";
import type { Retry, recordPause, recordPlan, recordResume, recordRetry } from "../store/job-records.js";
import { logFailures } from "./log-failures.js";

export interface RecordActivityDeps {
  db: Database;
  /** Resolves when what this process knows of attempts is written: a job that is seen to have ended, or to hold, has none that seems to run. */
  settled: () => Promise<void>;
  recordPlan: typeof recordPlan;
  recordRetry: typeof recordRetry;
  recordPause: typeof recordPause;
  recordResume: typeof recordResume;
  endJob: typeof endJob;
  endingOf: typeof endingOf;
}

/** What a workflow tells of its job. Local activities: as ordinary ones they would wait behind hour-long stages. */
export function createRecordActivities(deps: RecordActivityDeps) {
  return {
    async recordPlan(input: { jobId: string; stages: PlannedStage[] }): Promise<void> {
      await deps.recordPlan(deps.db, input.jobId, input.stages);
    },
    async recordRetry(input: Omit<Retry, "nextRetryAt"> & { jobId: string; nextRetryAt: string }): Promise<void> {
      const { jobId, nextRetryAt, ...retry } = input;
      await deps.recordRetry(deps.db, jobId, { ...retry, nextRetryAt: new Date(nextRetryAt) });
    },
    async recordPause(input: { jobId: string }): Promise<void> {
      await deps.settled();
      await deps.recordPause(deps.db, input.jobId);
    },
    async recordResume(input: { jobId: string }): Promise<void> {
      await deps.recordResume(deps.db, input.jobId);
    },
    /**
     * @returns the ending that holds, where the job ended otherwise before: the worker that wrote it may have died before Temporal
     *   heard of it, and a cancel come meanwhile
     */
    async recordEnd(input: { jobId: string; ending: Ending }): Promise<Ending | null> {
      const { jobId: id, ending } = input;
      await deps.settled();
      if (await deps.endJob(deps.db, id, ending)) {
        logFailures([{ id, ...ending }], [id]);
        return null;
      }
      const held = await deps.endingOf(deps.db, id);
      return held?.state === ending.state ? null : held;
    },
  };
}

export type RecordActivities = ReturnType<typeof createRecordActivities>;
