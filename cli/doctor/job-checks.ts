import type { Health, JobDetail } from "../api/types.js";
import type { Check } from "../render/checks.js";
import { progressText } from "../render/progress.js";
import { duration } from "../render/text.js";
import { checkQueue, workersOn } from "./service-checks.js";

/**
 * Why a job waits, or what it does: its state first, then what it depends on.
 *
 * @param health null where it could not be asked for
 * @param now milliseconds since 1970
 */
export function checkJob(job: JobDetail, health: Health | null, now: number): Check[] {
  if (job.ready) return [checkEnding(job)];
  const state = checkState(job, health, now);
  if (!health) return [state];
  return [state, ...serversDown(health), checkQueue(health, job.queue)];
}

function checkState(job: JobDetail, health: Health | null, now: number): Check {
  const name = `Job ${job.id}`;
  const waited = duration(Math.max(0, now - Date.parse(job.submitted_at)) / 1000);
  switch (job.state) {
    case "PENDING":
      return pending(job, name, { waited, isDue: Date.parse(job.due_at ?? job.submitted_at) <= now }, health);
    case "RETRY":
      return {
        name,
        ok: false,
        found: retryText(job),
        advice: "look at the error; the job goes on by itself, or stop it with avalanche cancel",
      };
    case "PAUSED":
      return { name, ok: true, found: "is paused, as was asked" };
    default:
      return running(job, name, now);
  }
}

function pending(job: JobDetail, name: string, { waited, isDue }: { waited: string; isDue: boolean }, health: Health | null): Check {
  const found = `is PENDING for ${waited}: ${job.waiting_for ?? "no stage has started"}`;
  if (!isDue) return { name, ok: true, found };
  // Behind busy workers a job waits as it should; with no worker the queue's own line is the problem.
  if (health && workersOn(health, job.queue).length > 0) return { name, ok: true, found };
  return { name, ok: false, found };
}

const SILENT_MS = 30_000;

function running(job: JobDetail, name: string, now: number): Check {
  const silentMs = now - Date.parse(job.progress?.updated_at ?? job.started_at ?? job.submitted_at);
  const what = `is ${job.state}${job.cancel_requested ? ", and being cancelled" : ""}: ${progressText(job) || "no progress yet"}`;
  if (silentMs < SILENT_MS) return { name, ok: true, found: what };
  return {
    name,
    ok: false,
    found: `${what}; nothing new for ${duration(silentMs / 1000)}`,
    advice: `a long step of a tool shows in its log (avalanche logs ${job.id}); a lost worker shows below`,
  };
}

function retryText(job: JobDetail): string {
  const error = job.error ? `${job.error.type}: ${job.error.message}` : "an attempt was lost";
  return `is in RETRY${job.next_retry_at ? ` until ${job.next_retry_at}` : ""}: ${error}`;
}

function checkEnding(job: JobDetail): Check {
  const name = `Job ${job.id}`;
  if (job.state === "SUCCESS") return { name, ok: true, found: "is done" };
  if (job.state === "REVOKED") return { name, ok: true, found: "was cancelled, as was asked" };
  return {
    name,
    ok: false,
    found: `has failed: ${job.error ? `${job.error.type}: ${job.error.message}` : "no reason was recorded"}`,
    advice: ADVICE[job.error?.type ?? ""] ?? `look at its logs: avalanche logs ${job.id}`,
  };
}

/** What helps, by the type of the failure. */
const ADVICE: Record<string, string> = {
  InvalidInput: "mend the file, then submit the job again",
  InputRefused: "give a plain file below the data root, or upload it",
  InputChanged: "submit the job again: it takes the file as it is now",
  InputNotFound: "look at the path: it is one below the service's data root; files elsewhere are uploaded by avalanche submit",
  NothingLeft: "look at the parameter that the message names: the marker, its primers, the lengths",
  OutOfMemory: "free memory, or run the worker on a larger machine, then submit the job again",
  DiskFull: "free space in AVALANCHE_HOME, then submit the job again; finished stages are found again",
  SoftTimeLimit: "submit again with a higher --soft-time-limit and --time-limit; finished stages are found again",
  TimeLimit: "submit again with a higher --time-limit; finished stages are found again",
  WorkerLost: "the job's worker was lost again and again: look at the worker's log and at the machine's memory",
};

function serversDown(health: Health): Check[] {
  return [
    { name: "Database", ...health.database },
    { name: "Temporal", ...health.temporal },
  ]
    .filter(({ ok }) => !ok)
    .map(({ name, detail }) => ({ name, ok: false, found: detail }));
}
