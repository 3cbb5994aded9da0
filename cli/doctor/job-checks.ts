import type { Health, Job, QueueEntry } from "../api/types.js";
import type { Check } from "../render/checks.js";
import { progressText } from "../render/progress.js";
import { duration } from "../render/text.js";
import { checkEnding } from "./ending-check.js";
import { checkQueue, workersOn } from "./service-checks.js";

/** What a job depends on; null where it has none, or it could not be asked for. */
export interface Surroundings {
  health: Health | null;
  queue: QueueEntry | null;
  parent: Job | null;
  /** Some of its members that wait. */
  waiting: Job[];
}

/**
 * Why a job waits, or what it does: its state first, then what it depends on.
 *
 * @param now milliseconds since 1970
 */
export function checkJob(job: Job, around: Surroundings, now: number): Check[] {
  if (job.ready) return [checkEnding(job)];
  const { health, queue, parent, waiting } = around;
  return [
    checkState(job, `Job ${job.id}`, health, now, parent),
    ...(parent ? [checkParent(parent)] : []),
    ...waiting.map((member) => checkState(member, `Member ${member.id}`, health, now, job)),
    ...(health ? [...serversDown(health), checkQueue(health, job.queue)] : []),
    ...(queue ? checkRate(queue) : []),
  ];
}

function checkState(job: Job, name: string, health: Health | null, now: number, parent: Job | null): Check {
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
      return paused(job, name, parent);
    default:
      return running(job, name, now);
  }
}

/** A member that its parent holds goes on with that alone. */
function paused(job: Job, name: string, parent: Job | null): Check {
  if (parent?.state === "PAUSED") return { name, ok: true, found: `is paused with ${parent.id}` };
  return { name, ok: true, found: "is paused, as was asked", advice: `let it go on: avalanche resume ${job.id}` };
}

function pending(job: Job, name: string, { waited, isDue }: { waited: string; isDue: boolean }, health: Health | null): Check {
  const found = `is PENDING for ${waited}: ${job.waiting_for ?? "no stage has started"}`;
  if (!isDue) return { name, ok: true, found };
  // Behind busy workers a job waits as it should; with no worker the queue's own line is the problem.
  if (health && workersOn(health, job.queue).length > 0) return { name, ok: true, found };
  return { name, ok: false, found };
}

const SILENT_MS = 30_000;

function running(job: Job, name: string, now: number): Check {
  const silentMs = now - Date.parse(job.progress?.updated_at ?? job.started_at ?? job.submitted_at);
  const what = `is ${job.state}${job.cancel_requested ? ", and being cancelled" : ""}: ${progressText(job) || "no progress yet"}`;
  // A parent is silent while its members work.
  if (silentMs < SILENT_MS || job.members) return { name, ok: true, found: what };
  return {
    name,
    ok: false,
    found: `${what}; nothing new for ${duration(silentMs / 1000)}`,
    advice: `a long step of a tool shows in its log (avalanche logs ${job.id}); a lost worker shows below`,
  };
}

function retryText(job: Job): string {
  const error = job.error ? `${job.error.type}: ${job.error.message}` : "an attempt was lost";
  return `is in RETRY${job.next_retry_at ? ` until ${job.next_retry_at}` : ""}: ${error}`;
}

function checkParent(parent: Job): Check {
  const found = `is ${parent.state}: ${progressText(parent)}`;
  return { name: `Its parent ${parent.id}`, ok: true, found };
}

function checkRate({ queue, per_second: perSecond }: QueueEntry): Check[] {
  if (perSecond === null) return [];
  const found = `limited to ${perSecond} stages a second, so jobs may wait for their turn`;
  return [{ name: `Rate of queue ${queue}`, ok: true, found, advice: `lift it: avalanche queues rate ${queue} none` }];
}

function serversDown(health: Health): Check[] {
  return [
    { name: "Database", ...health.database },
    { name: "Temporal", ...health.temporal },
  ]
    .filter(({ ok }) => !ok)
    .map(({ name, detail }) => ({ name, ok: false, found: detail }));
}
