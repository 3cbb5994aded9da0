import type { z } from "zod";
import type * as api from "../contracts/api.js";
import type { JobError } from "../contracts/failures.js";
import type { Queue } from "../contracts/queues.js";
import { isFinal, type State } from "../contracts/states.js";
import { type StageRow, toProgress } from "./progress.js";
import { waitingFor } from "./waiting-for.js";

/** A row of `jobs` with its progress, as PostgreSQL gives it. */
export interface JobRow {
  id: string;
  owner: string;
  task: string;
  queue: Queue;
  params: unknown;
  tags: string[];
  priority: number;
  state: State;
  cancel_requested: boolean;
  pause_requested: boolean;
  result: unknown;
  error: JobError | null;
  next_retry_at: Date | null;
  due_at: Date | null;
  handed_over_at: Date | null;
  submitted_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  updated_at: Date;
  progress_stages: StageRow[] | null;
  progress_status: string | null;
  progress_attempt: number | null;
  progress_updated_at: Date | null;
  /** Of the job's queue, where a live worker polls it; looked up for jobs that have not started. */
  slots: number | null;
  running: number | null;
  per_second: number | null;
}

export function toJob(row: JobRow): z.output<typeof api.job> {
  return {
    id: row.id,
    task_id: row.id,
    task: row.task,
    queue: row.queue,
    submitted_by: row.owner,
    params: row.params,
    tags: row.tags,
    priority: row.priority,
    state: row.state,
    status: row.state,
    ready: isFinal(row.state),
    successful: row.state === "SUCCESS",
    failed: row.state === "FAILURE",
    cancel_requested: row.cancel_requested,
    pause_requested: row.pause_requested,
    waiting_for: waitingFor(row),
    next_retry_at: iso(row.next_retry_at),
    progress: toProgress({
      stages: row.progress_stages,
      status: row.progress_status,
      attempt: row.progress_attempt,
      updatedAt: row.progress_updated_at ?? row.updated_at,
      state: row.state,
    }),
    result: row.result,
    error: row.error,
    submitted_at: row.submitted_at.toISOString(),
    due_at: iso(row.due_at),
    started_at: iso(row.started_at),
    finished_at: iso(row.finished_at),
  };
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
