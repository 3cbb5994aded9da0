import { Inject, Injectable } from "@nestjs/common";
import type { z } from "zod";
import type * as api from "../../contracts/api.js";
import type { WorkflowProgress } from "../../contracts/job.js";
import type { Job } from "../../store/jobs.js";
import { Temporal } from "../temporal/temporal.js";

type Progress = z.output<typeof api.progress>;

/** A query gets no answer where no worker is: the record is asked then. */
const QUERY_DEADLINE_MS = 300;

@Injectable()
export class JobProgress {
  constructor(@Inject(Temporal) private readonly temporal: Temporal) {}

  /** The record's progress, with the states of the stages as the workflow knows them at this moment. */
  async of(job: Job): Promise<Progress> {
    const recorded = job.progress ?? nothingYet(job);
    if (job.ready || job.state === "PENDING") return recorded;
    const current = await this.temporal.progress(job.id, QUERY_DEADLINE_MS).catch(() => null);
    return current ? merge(recorded, current) : recorded;
  }
}

function nothingYet(job: Job): Progress {
  return {
    current: 0,
    total: 0,
    percent: 0,
    status: job.waiting_for ?? "",
    stage: null,
    stages: [],
    attempt: 1,
    updated_at: job.started_at ?? job.submitted_at,
  };
}

function merge(recorded: Progress, { stages }: WorkflowProgress): Progress {
  const known = new Map(recorded.stages.map((stage) => [stage.name, stage]));
  return { ...recorded, stages: stages.map((stage) => ({ seconds: null, why: null, ...known.get(stage.name), ...stage })) };
}
