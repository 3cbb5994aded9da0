import type { Queue } from "../contracts/queues.js";
import type { State } from "../contracts/states.js";

/** What a job may wait for. */
export interface Waiting {
  id: string;
  state: State;
  queue: Queue;
  due_at: Date | null;
  handed_over_at: Date | null;
  submitted_at: Date;
  /** The job that it is a member of. */
  parent: string | null;
  /** Of a job that has members. */
  members_total: number | null;
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

function waitingForSlot({ id, queue, parent, members_total: members, slots, running, per_second: perSecond }: Waiting): string {
  if (slots === null) return `no worker on queue ${queue}; start one with: avalanche worker --queues ${queue}`;
  // It takes no slot itself, and its members may be on other queues.
  if (members !== null) return `none of its members has started; avalanche status ${id}.0 says why`;
  if ((running ?? 0) >= slots) return `queue ${queue} is full; the job starts when a slot is free`;
  if (perSecond !== null) return `the rate of queue ${queue} is limited to ${perSecond} stages a second; the job starts in its turn`;
  if (parent !== null) return `waits for its turn among the members of ${parent}`;
  return `queue ${queue} has a free slot; the job starts in a moment`;
}
