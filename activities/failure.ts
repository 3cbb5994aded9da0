import { ApplicationFailure, CancelledFailure } from "@temporalio/activity";
import { FAILURES, type FailureType, JobFailure } from "../contracts/failures.js";
import type { FailureDetail, Span } from "../contracts/job.js";
import { shortFailure } from "./short-error.js";

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
  if (signal.aborted && signal.reason instanceof CancelledFailure) {
    const detail: FailureDetail = { retried: false, spans, checkpoint };
    return new CancelledFailure(signal.reason.message, [detail]);
  }
  const failure = toJobFailure(error);
  const detail: FailureDetail = {
    retried: FAILURES[failure.type].retried && !isAtMost(failure),
    spans,
    ...(failure.memory ? { memory: failure.memory } : {}),
    ...(failure.logTail ? { logTail: failure.logTail } : {}),
  };
  const { type, message } = failure;
  const cause = failure.cause instanceof Error ? { cause: failure.cause } : {};
  const told = ApplicationFailure.create({ type, message, nonRetryable: true, details: [detail], ...cause });
  told.stack = failure.stack ?? "";
  return told;
}

/** The attempt was cancelled because its worker stops, not because of its job. */
export function isShutdown(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof CancelledFailure && signal.reason.message === "WORKER_SHUTDOWN";
}

/** It had all the memory that the machine has for tools: it would want more again. */
function isAtMost({ memory }: JobFailure): boolean {
  return memory !== undefined && memory.limitBytes >= memory.mostBytes;
}

/** An error with its place in the catalogue, cut to a size that every record and history takes. */
export function toJobFailure(error: unknown): JobFailure {
  return shortFailure(error instanceof JobFailure ? error : catalogued(error));
}

function catalogued(error: unknown): JobFailure {
  const { code, message } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT")
    return failureOf("DiskFull", "disk full; free some space on the disk of AVALANCHE_HOME", error);
  if (code === "EIO" || code === "EROFS") return failureOf("DiskFull", `the disk of AVALANCHE_HOME cannot be written (${code})`, error);
  return failureOf("Internal", message ?? String(error), error);
}

function failureOf(type: FailureType, message: string, cause: unknown): JobFailure {
  return new JobFailure(type, message, { cause });
}
