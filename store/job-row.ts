import type { z } from "zod";
import type * as api from "../contracts/api.js";
import type { JobError } from "../contracts/failures.js";
import { isFinal } from "../contracts/states.js";
import { type StageRow, toProgress } from "./progress.js";
import { type Waiting, waitingFor } from "./waiting-for.js";

/** A row of `jobs` with its progress, as PostgreSQL gives it. */
export interface JobRow extends Waiting {
  owner: string;
  task: string;
  params: unknown;
  tags: string[];
  priority: number;
  cancel_requested: boolean;
  pause_requested: boolean;
  callback_of: string | null;
  result: unknown;
  error: JobError | null;
  next_retry_at: Date | null;
  members_success: number;
  members_failure: number;
  members_revoked: number;
  partial: boolean;
  retry_of: string | null;
  started_at: Date | null;
  finished_at: Date | null;
  updated_at: Date;
  progress_stages: StageRow[] | null;
  progress_status: string | null;
  progress_attempt: number | null;
  progress_updated_at: Date | null;
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
    callback_of: row.callback_of,
    waiting_for: waitingFor(row),
    next_retry_at: iso(row.next_retry_at),
    progress:
      memberProgress(row) ??
      toProgress({
        stages: row.progress_stages,
        status: row.progress_status,
        attempt: row.progress_attempt,
        updatedAt: row.progress_updated_at ?? row.updated_at,
        state: row.state,
      }),
    result: row.result,
    error: row.error,
    parent: row.parent,
    members: membersOf(row),
    partial: row.partial || isPartly(row),
    retry_of: row.retry_of,
    submitted_at: row.submitted_at.toISOString(),
    due_at: iso(row.due_at),
    started_at: iso(row.started_at),
    finished_at: iso(row.finished_at),
  };
}

/** By the counts: a job that was ended from outside left no result that says so. */
function isPartly({ state, members_total: total, members_success: success }: JobRow): boolean {
  return total !== null && isFinal(state) && success > 0 && success < total;
}

function membersOf({ members_total: total, members_success: success, members_failure: failure, members_revoked: revoked }: JobRow) {
  return total === null ? null : { total, success, failure, revoked };
}

/** A parent is as far as its members are. */
function memberProgress(row: JobRow): z.output<typeof api.progress> | null {
  const { members_total: total, started_at: startedAt, finished_at: finishedAt, state } = row;
  if (total === null || startedAt === null) return null;
  const current = row.members_success + row.members_failure + row.members_revoked;
  const seconds = ((finishedAt ?? row.updated_at).getTime() - startedAt.getTime()) / 1000;
  const percent = state === "SUCCESS" ? 100 : Math.min(99, total === 0 ? 0 : Math.floor((100 * current) / total));
  const stage = current >= total ? "ran" : isFinal(state) ? "failed" : "running";
  return {
    current,
    total,
    percent,
    status: `${current} of ${total} members have ended`,
    stage: "members",
    stages: [{ name: "members", state: stage, current, total, seconds, why: null }],
    attempt: 1,
    updated_at: row.updated_at.toISOString(),
  };
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
