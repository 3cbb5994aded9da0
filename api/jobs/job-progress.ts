import { Inject, Injectable } from "@nestjs/common";
import type { z } from "zod";
import type * as api from "../../contracts/api.js";
import type { WorkflowProgress } from "../../contracts/job.js";
import type { JobOutline } from "../../store/jobs.js";
import { Temporal } from "../temporal/temporal.js";

type Progress = z.output<typeof api.progress>;

/** A query gets no answer where no worker is: the record is asked then. */
const QUERY_DEADLINE_MS = 300;

/** An answer serves all who ask within this time: the record is written as often. */
const FRESH_MS = 1000;

/** What runs is written once a second, and progress to be read within 2 s. */
const RECORDED_MS = 1500;

/** Workflows that are asked at the same time; with more, workers would be busy with answers instead of jobs. */
const AT_ONCE = 4;

@Injectable()
export class JobProgress {
  readonly #asked = new Map<string, Promise<WorkflowProgress | null>>();
  #open = 0;

  constructor(@Inject(Temporal) private readonly temporal: Temporal) {}

  /**
   * The record's progress. Where it was not written for a while, which is where no stage runs or workers cannot reach the
   * database, with the states of the stages as the workflow knows them at this moment.
   */
  async of(job: JobOutline): Promise<Progress> {
    const recorded = job.progress ?? nothingYet(job);
    if (job.ready || job.state === "PENDING" || isFresh(recorded)) return recorded;
    const current = await this.#ask(job.id);
    return current && current.stages.length > 0 ? merge(recorded, current) : recorded;
  }

  #ask(id: string): Promise<WorkflowProgress | null> {
    const asked = this.#asked.get(id);
    if (asked || this.#open >= AT_ONCE) return asked ?? Promise.resolve(null);
    this.#open++;
    const answer = this.temporal
      .progress(id, QUERY_DEADLINE_MS)
      .catch(() => null)
      .finally(() => this.#open--);
    this.#asked.set(id, answer);
    setTimeout(() => this.#asked.delete(id), FRESH_MS).unref();
    return answer;
  }
}

function isFresh(recorded: Progress): boolean {
  return Date.now() - Date.parse(recorded.updated_at) < RECORDED_MS;
}

function nothingYet(job: JobOutline): Progress {
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
