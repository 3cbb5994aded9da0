import type { Job, Progress } from "../api/types.js";
import { count, oneLine } from "./text.js";

/** The part of a job that is shown while it runs. */
export type Running = Pick<
  Job,
  "id" | "state" | "progress" | "waiting_for" | "next_retry_at" | "cancel_requested" | "pause_requested" | "error" | "members" | "parent"
>;

/** The stage's name with its counts, and what is done: `trim_primers 2/3 samples …`. */
export function progressText(job: Running): string {
  const parts = [job.members ? membersText(job.members) : stageText(job.progress), statusText(job)].filter((part) => part !== "");
  return parts.join(" - ");
}

/** One plain line: `PROGRESS 42% trim_primers 2/3 - Trimming primers`. */
export function progressLine(job: Running): string {
  const percent = job.progress && job.state !== "PENDING" ? ` ${job.progress.percent}%` : "";
  const text = progressText(job);
  return `${job.state}${percent}${text === "" ? "" : ` ${text}`}`;
}

function stageText(progress: Progress | null): string {
  if (!progress?.stage) return "";
  const stage = progress.stages.find(({ name }) => name === progress.stage);
  const counts = stage && stage.total > 1 ? ` ${stage.current}/${stage.total}` : "";
  return `${progress.stage}${counts}`;
}

/** `412 of 1,000 members, 3 failed`. */
export function membersText({ total, success, failure, revoked }: NonNullable<Job["members"]>): string {
  const bad = [failure > 0 ? `${count(failure)} failed` : "", revoked > 0 ? `${count(revoked)} cancelled` : ""];
  return [`${count(success + failure + revoked)} of ${count(total)} members`, ...bad].filter((part) => part !== "").join(", ");
}

function statusText(job: Running): string {
  const waits = isFinal(job.state) ? undefined : (heldText(job) ?? waitText(job));
  return waits ?? doingText(job);
}

/** Of a parent the count of its members says all. */
function doingText({ members, progress }: Running): string {
  return members ? "" : oneLine(progress?.status ?? "");
}

function heldText({ id, parent, state, cancel_requested: isCancelling, pause_requested: isPausing }: Running): string | undefined {
  if (isCancelling) return "cancelling";
  // A member may be held by itself or with its parent: doctor knows.
  if (state === "PAUSED") return parent ? `see: avalanche doctor ${id}` : `go on with: avalanche resume ${id}`;
  return isPausing ? "holds before its next stage" : undefined;
}

function waitText(job: Running): string | undefined {
  if (job.state === "PENDING") return oneLine(job.waiting_for ?? "");
  return job.state === "RETRY" ? retryText(job) : undefined;
}

function retryText(job: Running): string {
  const why = job.error ? `: ${oneLine(job.error.message)}` : "";
  return job.next_retry_at ? `tries again at ${job.next_retry_at.slice(11, 19)} UTC${why}` : `waits for a worker${why}`;
}

function isFinal(state: Job["state"]): boolean {
  return state === "SUCCESS" || state === "FAILURE" || state === "REVOKED";
}
