import { setTimeout as delay } from "node:timers/promises";
import { Inject, Injectable } from "@nestjs/common";
import { Database } from "../../store/database.js";
import { endJob } from "../../store/endings.js";
import { revokeJobs } from "../../store/revoke-jobs.js";
import { type Job, type JobOutline, Jobs } from "../../store/jobs.js";
import { Problem } from "../problems.js";
import { pendingStages } from "../reconciler/pending-stages.js";
import { Temporal } from "../temporal/temporal.js";
import { JobsService } from "./jobs.service.js";

const RPC_DEADLINE_MS = 1000;

/** So long a worker has to answer for a job that never began; then the job is ended without one. */
const GRACE_MS = 2000;

/** Asked again at this pace: a job that is being submitted has no workflow yet. */
const PACE_MS = 250;

@Injectable()
export class CancelJob {
  constructor(
    @Inject(JobsService) private readonly service: JobsService,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Temporal) private readonly temporal: Temporal,
    @Inject(Database) private readonly db: Database,
  ) {}

  /** @throws {Problem} not-found, already-finished */
  async cancel(owner: string, id: string): Promise<Job> {
    const job = await this.service.outline(owner, id);
    if (!job.ready) {
      await this.jobs.requestCancel(owner, id);
      if (await this.jobs.isCancelledUndue(id)) await endJob(this.db, id, { state: "REVOKED" });
      else await this.#stop(owner, job);
    }
    const now = await this.service.find(owner, id);
    if (now.state === "SUCCESS" || now.state === "FAILURE") {
      throw new Problem("already-finished", `job ${id} is ${now.state}; a finished job is not changed any more`);
    }
    return now;
  }

  /** Temporal may be away, or know nothing of the job yet: the reconciler goes on with it then. */
  async #stop(owner: string, { id, started_at: startedAt, members }: JobOutline): Promise<void> {
    const deadline = performance.now() + GRACE_MS;
    let reached = await this.#ask(id);
    if (startedAt !== null) return;
    while (performance.now() < deadline) {
      const { ready, started_at } = await this.service.outline(owner, id);
      if (ready || started_at !== null) return;
      await delay(PACE_MS);
      reached ||= await this.#ask(id);
    }
    // A parent may still clean up; where no worker is there to do so, the reconciler ends it.
    if (reached && members === null) await this.#end(id);
  }

  #ask(id: string): Promise<boolean> {
    const cancel = async () => this.temporal.cancelJob({ id, ...(await this.jobs.carrierOf(id)) }, RPC_DEADLINE_MS);
    return cancel().catch(() => false);
  }

  async #end(id: string): Promise<void> {
    try {
      // A worker has begun, and its word is still on the way: it ends the job.
      const { workflowId } = await this.jobs.carrierOf(id);
      const execution = await this.temporal.describe(workflowId, RPC_DEADLINE_MS);
      const own = execution ? pendingStages(execution).filter(({ activityId }) => workflowId === id || activityId === id) : [];
      if (own.some(({ isRunning }) => isRunning)) return;
      await revokeJobs(this.db, [id], async (open) => {
        if (open.length > 0) await this.temporal.terminate(id, "cancelled before a worker began with it", RPC_DEADLINE_MS);
        return open;
      });
    } catch {
      // The reconciler goes on with it.
    }
  }
}
