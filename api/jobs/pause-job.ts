import { Inject, Injectable } from "@nestjs/common";
import { type Control, markTold, requestControl } from "../../store/control.js";
import { Database } from "../../store/database.js";
import { type Job, Jobs } from "../../store/jobs.js";
import { Problem } from "../problems.js";
import { Temporal } from "../temporal/temporal.js";
import { JobsService } from "./jobs.service.js";

const RPC_DEADLINE_MS = 1000;

@Injectable()
export class PauseJob {
  constructor(
    @Inject(JobsService) private readonly service: JobsService,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Temporal) private readonly temporal: Temporal,
    @Inject(Database) private readonly db: Database,
  ) {}

  /** @throws {Problem} not-found, already-finished, not-apart */
  async control(owner: string, id: string, wanted: Control["wanted"]): Promise<Job> {
    const { ready, state, parent } = await this.service.outline(owner, id);
    if (ready) throw new Problem("already-finished", `job ${id} is ${state}; a finished job is not changed any more`);
    if ((await this.jobs.carrierOf(id)).workflowId !== id) {
      throw new Problem("not-apart", `job ${id} is carried out by its parent; ${wanted} ${parent ?? "that"}`);
    }
    const control = await requestControl(this.db, owner, id, wanted);
    // Where Temporal does not answer, the reconciler tells the workflow.
    if (control) {
      await this.temporal
        .signal(id, wanted, [control.request], RPC_DEADLINE_MS)
        .then(() => markTold(this.db, control))
        .catch(() => undefined);
    }
    return this.service.find(owner, id);
  }
}
