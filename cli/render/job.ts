import type { Job, JobDetail, JobError, Progress } from "../api/types.js";
import { indented, table } from "./table.js";
import { duration, oneLine, plain, size, time } from "./text.js";
import { countsText, renderFailedMembers } from "./members.js";
import { progressLine } from "./progress.js";

/**
 * A job on one screen: state, progress, stages or members, the attempts that failed, error.
 *
 * @param failedMembers some of its members that failed
 */
export function renderJob(job: JobDetail, failedMembers: readonly Job[] = []): string {
  const facts = [...whatOf(job), ...relativesOf(job), ...timesOf(job)].filter(([, value]) => value !== "");
  const known = facts.map(([name, value]) => `${`${name}:`.padEnd(11)}${value}`);
  const error = job.ready && job.error ? renderError(job.error) : "";
  const work = job.members ? renderFailedMembers(job, failedMembers) : stagesOf(job.progress);
  const parts = [known.join("\n"), work, failedAttempts(job), error, callbacksOf(job)];
  return parts.filter((part) => part !== "").join("\n\n");
}

type Fact = [name: string, value: string];

function whatOf(job: Job): Fact[] {
  const tags = job.tags.length > 0 ? `, tags ${job.tags.map(oneLine).join(", ")}` : "";
  return [
    ["Job", job.id],
    ["Task", `${job.task} on queue ${job.queue}, priority ${job.priority}${tags}`],
    ["State", progressLine(job)],
    ["Partial", partialOf(job)],
  ];
}

function partialOf({ partial, members }: Job): string {
  if (!partial || !members) return "";
  const what = members.success < members.total ? countsText(members) : "members of its members did not succeed";
  return `${what}; the good results are kept`;
}

function relativesOf(job: Job): Fact[] {
  return [
    ["Member of", job.parent ?? ""],
    ["Retry of", job.retry_of ?? ""],
    ["Follows", job.callback_of ?? ""],
  ];
}

function timesOf(job: Job): Fact[] {
  const utc = (at: string | null) => (at === null ? "" : `${time(at)} UTC`);
  return [
    ["Submitted", `${utc(job.submitted_at)} by ${oneLine(job.submitted_by)}`],
    ["Due", utc(job.due_at)],
    ["Started", utc(job.started_at)],
    ["Finished", job.finished_at ? `${utc(job.finished_at)}, after ${lasted(job)}` : ""],
  ];
}

/** What went wrong, with the end of the tool's log. */
export function renderError(error: JobError): string {
  const stage = error.stage ? ` in stage ${error.stage}` : "";
  const log = error.log_tail?.trim() ? `\nThe end of its log:\n${indented(plain(error.log_tail.trim()))}` : "";
  return `${error.type}${stage}: ${plain(error.message)}${log}`;
}

/** One line for a job that is done. */
export function renderEnd(job: Job): string {
  const members = job.members ? ` (${countsText(job.members)})` : "";
  return `Job ${job.id}: ${job.task} ${job.state} in ${lasted(job)}${members}`;
}

/** From the start to the end, or to `now`. */
export function lasted(job: Pick<Job, "started_at" | "submitted_at" | "finished_at">, now: number = Date.now()): string {
  const from = Date.parse(job.started_at ?? job.submitted_at);
  return duration(Math.max(0, (job.finished_at ? Date.parse(job.finished_at) : now) - from) / 1000);
}

/** Why nothing may be happening, and how each stage went. */
function stagesOf(progress: Progress | null): string {
  if (!progress || progress.stages.length === 0) return "";
  const rows = progress.stages.map((stage) => [
    stage.name,
    stage.state,
    stage.total > 1 ? `${stage.current}/${stage.total}` : "",
    stage.seconds === null ? "" : duration(stage.seconds),
    oneLine(stage.why ?? ""),
  ]);
  return table(
    [{ heading: "Stage" }, { heading: "State" }, { heading: "Done", align: "right" }, { heading: "Took", align: "right" }, { heading: "" }],
    rows,
  );
}

function failedAttempts(job: JobDetail): string {
  const failed = job.attempts.filter((attempt) => attempt.state === "failed" || attempt.state === "lost");
  if (failed.length === 0) return "";
  const rows = failed.map((attempt) => [
    time(attempt.started_at),
    attempt.subject === "" ? attempt.stage : `${attempt.stage} (${oneLine(attempt.subject)})`,
    String(attempt.attempt),
    oneLine(attempt.worker),
    attempt.peak_memory_bytes === null ? "" : size(attempt.peak_memory_bytes),
    attempt.error ? oneLine(attempt.error.message) : attempt.state,
  ]);
  return table(
    [
      { heading: "Attempts that failed" },
      { heading: "Stage" },
      { heading: "No.", align: "right" },
      { heading: "Worker" },
      { heading: "Memory", align: "right" },
      { heading: "Why" },
    ],
    rows,
  );
}

function callbacksOf({ callbacks }: JobDetail): string {
  const rows = callbacks.map((callback) => [
    callback.on,
    oneLine(callback.job ? `${callback.target} as ${callback.job}` : callback.target),
    callback.state,
    String(callback.attempts),
    oneLine(callback.last_error ?? ""),
    callback.state === "due" && callback.next_attempt_at ? time(callback.next_attempt_at) : "",
  ]);
  if (rows.length === 0) return "";
  return table(
    [
      { heading: "After" },
      { heading: "Calls" },
      { heading: "State" },
      { heading: "No.", align: "right" },
      { heading: "Why" },
      { heading: "Tried again" },
    ],
    rows,
  );
}
