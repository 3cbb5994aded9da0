import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  ChildWorkflowFailure,
  TerminatedFailure,
  TimeoutFailure,
} from "@temporalio/workflow";
import type { FailureType, JobError } from "../contracts/failures.js";
import type { FailureDetail, MemoryLimit, Span } from "../contracts/job.js";

/** The error behind what Temporal wraps around it. */
export function rootOf(error: unknown): unknown {
  return (error instanceof ActivityFailure || error instanceof ChildWorkflowFailure) && error.cause ? rootOf(error.cause) : error;
}

/** The worker was stopped: nothing is wrong with the stage. */
export function isShutdown(error: unknown): boolean {
  const root = rootOf(error);
  return root instanceof ApplicationFailure && root.type === "WorkerShutdown";
}

/** The attempt's worker stopped beating. */
export function isLost(error: unknown): boolean {
  return rootOf(error) instanceof TimeoutFailure;
}

export function checkpointOf(error: unknown): unknown {
  return detailOf(error)?.checkpoint;
}

/** The limit that a tool reached, where memory was the reason. */
export function memoryOf(error: unknown): MemoryLimit | undefined {
  return detailOf(error)?.memory;
}

/** When the attempt ran; of one whose worker was lost nothing is known. */
export function spansOf(error: unknown): Span[] {
  return detailOf(error)?.spans ?? [];
}

/** Whether the stage may be tried again: the activity says so with its error. */
export function isRetried(error: unknown): boolean {
  return detailOf(error)?.retried ?? false;
}

export function toJobError(error: unknown, stage: string | undefined): JobError {
  const root = rootOf(error);
  const where = stage ? { stage } : {};
  if (root instanceof TimeoutFailure) {
    return { type: "WorkerLost", message: "the job lost its worker again and again; it is not started any more", ...where };
  }
  if (root instanceof TerminatedFailure) return { type: "Terminated", message: "the workflow was terminated from outside", ...where };
  const message = String((root as Error)?.message ?? root).slice(0, LONGEST_MESSAGE);
  if (!(root instanceof ApplicationFailure)) return { type: "Internal", message, ...where };
  const logTail = detailOf(error)?.logTail;
  return { type: (root.type ?? "Internal") as FailureType, message, ...where, ...(logTail ? { log_tail: logTail } : {}) };
}

/** Activities cut theirs; the SDK's, such as of a value that cannot be written, may hold anything. */
const LONGEST_MESSAGE = 4000;

/** The workflow's own last word: any other error would leave it stuck in task retries. */
export function toApplicationFailure(error: unknown): ApplicationFailure {
  const { type, message } = toJobError(error, undefined);
  return ApplicationFailure.nonRetryable(message, type);
}

function detailOf(error: unknown): FailureDetail | undefined {
  const root = rootOf(error);
  return root instanceof ApplicationFailure || root instanceof CancelledFailure
    ? (root.details?.[0] as FailureDetail | undefined)
    : undefined;
}
