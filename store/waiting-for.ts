import type { Queue } from "../contracts/queues.js";
import type { State } from "../contracts/states.js";

/** What a job may wait for. */
export interface Waiting {
  state: State;
  queue: Queue;
  due_at: Date | null;
  handed_over_at: Date | null;
  submitted_at: Date;
  /** The job that it is a member of. */
  parent: string | null;
  /** Of the job's queue, where a live worker polls it; looked up for jobs that have not started. */
  slots: number | null;
  running: number | null;
  per_second: number | null;
}

/** A job that is not with Temporal after this time waits for it. */
const HAND_OVER_MS = 2000;

/** Why a job has not started, in words; null where it has. */
export function waitingFor(row: Waiting): string | null {
  if (row.state !== "PENDING") return null;
  return row.handed_over_at === null ? waitingForTemporal(row) : waitingForSlot(row);
}

function waitingForTemporal({ due_at: dueAt, submitted_at: submittedAt }: Waiting): string {
  const fromMs = Math.max(submittedAt.getTime(), dueAt?.getTime() ?? 0);
  if (fromMs > Date.now()) return `starts at ${new Date(fromMs).toISOString()} (eta)`;
  return Date.now() - fromMs < HAND_OVER_MS
    ? "the job is being handed to Temporal"
    : "the Temporal server does not answer; the job is kept and starts when it is back";
}

function waitingForSlot({ queue, parent, slots, running, per_second: perSecond }: Waiting): string {
  if (slots === null) return `no worker on queue ${queue}; start one with: avalanche worker --queues ${queue}`;
  const hasFreeSlot = (running ?? 0) < slots;
  if (perSecond !== null && hasFreeSlot)
    return `the rate of queue ${queue} is limited to ${perSecond} stages a second; the job starts in its turn`;
  if (parent !== null && hasFreeSlot) return `waits for its turn among the members of ${parent}`;
  return `queue ${queue} is full; the job starts when a slot is free`;
}
