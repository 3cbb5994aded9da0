import { ApplicationFailure, CancelledFailure } from "@temporalio/activity";
import { FAILURES, type FailureType, JobFailure } from "../contracts/failures.js";
import type { FailureDetail, Span } from "../contracts/job.js";

/**
 * An error in the form that the workflow understands. Temporal itself retries none of them: the workflow counts
 * tries, waits and starts the stage again; after the shutdown of a worker it does so at once, and does not count it.
 *
 * @param signal the attempt's cancellation: a cancelled attempt ends as cancelled, whatever its tools said
 * @param attempt when it ran, and where it stopped
 */
export function toTemporalFailure(
  error: unknown,
  signal: AbortSignal,
  { spans, checkpoint }: { spans: Span[]; checkpoint: unknown },
): Error {
  if (isShutdown(signal)) {
    const detail: FailureDetail = { retried: true, spans, checkpoint };
    return ApplicationFailure.nonRetryable("the worker was shut down", "WorkerShutdown", detail);
  }
  if (signal.aborted && signal.reason instanceof CancelledFailure) return signal.reason;
  const failure = toJobFailure(error);
  const detail: FailureDetail = {
    retried: FAILURES[failure.type].retried && !isAtMost(failure),
    spans,
    ...(failure.memory ? { memory: failure.memory } : {}),
    ...(failure.logTail ? { logTail: failure.logTail } : {}),
  };
  return ApplicationFailure.create({
    type: failure.type,
    message: failure.message.slice(0, 4000),
    nonRetryable: true,
    details: [detail],
    cause: failure,
  });
}

/** The attempt was cancelled because its worker stops, not because of its job. */
export function isShutdown(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof CancelledFailure && signal.reason.message === "WORKER_SHUTDOWN";
}

/** It had all the memory that the machine has for tools: it would want more again. */
function isAtMost({ memory }: JobFailure): boolean {
  return memory !== undefined && memory.limitBytes >= memory.mostBytes;
}

export function toJobFailure(error: unknown): JobFailure {
  if (error instanceof JobFailure) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT")
    return failureOf("DiskFull", "disk full; free some space on the disk of AVALANCHE_HOME", error);
  if (code === "EIO" || code === "EROFS") return failureOf("DiskFull", `the disk of AVALANCHE_HOME cannot be written (${code})`, error);
  return failureOf("Internal", message ?? String(error), error);
}

function failureOf(type: FailureType, message: string, cause: unknown): JobFailure {
  return new JobFailure(type, message, { cause });
}
