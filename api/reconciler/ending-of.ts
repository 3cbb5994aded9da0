import { WorkflowFailedError } from "@temporalio/client";
import { ApplicationFailure, CancelledFailure, TerminatedFailure, TimeoutFailure } from "@temporalio/common";
import { isFailureType, type JobError } from "../../contracts/failures.js";
import type { Ending } from "../../store/endings.js";

/**
 * How a job ended whose workflow closed without writing it down.
 *
 * @param error what waiting for the workflow's result gave
 * @param cancelRequested a workflow that was terminated after a cancel is revoked, not failed
 * @throws the error itself where it says nothing about the workflow, as when the server is away
 */
export function endingOf(error: unknown, cancelRequested: boolean): Ending {
  // It succeeded, and its result is not to be had.
  if (error instanceof ApplicationFailure) return failedAs(error);
  if (!(error instanceof WorkflowFailedError)) throw error;
  const { cause } = error;
  if (cause instanceof CancelledFailure) return { state: "REVOKED" };
  if (cause instanceof TerminatedFailure) {
    return cancelRequested ? { state: "REVOKED" } : failed({ type: "Terminated", message: terminated(cause.message) });
  }
  if (cause instanceof TimeoutFailure)
    return failed({ type: "TimedOut", message: "the workflow reached a timeout that was set from outside" });
  if (cause instanceof ApplicationFailure) return failedAs(cause);
  return failed({ type: "Internal", message: cause?.message ?? error.message });
}

function failedAs({ type, message }: ApplicationFailure): Ending {
  return failed({ type: isFailureType(type) ? type : "Internal", message });
}

function failed(error: JobError): Ending {
  return { state: "FAILURE", error };
}

function terminated(reason: string): string {
  const said = reason && !/^Workflow execution terminated$/i.test(reason) ? `: ${reason}` : "";
  return `the workflow was terminated from outside${said}`;
}
