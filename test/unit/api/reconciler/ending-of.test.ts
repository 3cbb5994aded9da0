import assert from "node:assert/strict";
import { test } from "node:test";
import { WorkflowFailedError } from "@temporalio/client";
import { ApplicationFailure, CancelledFailure, TerminatedFailure, TimeoutFailure } from "@temporalio/common";
import { endingOf } from "../../../../api/reconciler/ending-of.js";

const closed = (cause: Error) => new WorkflowFailedError("Workflow execution failed", cause, "NON_RETRYABLE_FAILURE");

test("a terminated workflow is a failure that gives the reason, and after a cancel a revoked job", () => {
  const terminated = closed(new TerminatedFailure("maintenance"));
  assert.deepEqual(endingOf(terminated, false), {
    state: "FAILURE",
    error: { type: "Terminated", message: "the workflow was terminated from outside: maintenance" },
  });
  assert.deepEqual(endingOf(terminated, true), { state: "REVOKED" });
});

test("a cancelled workflow is a revoked job, also where the cancel came from outside", () => {
  assert.deepEqual(endingOf(closed(new CancelledFailure("cancelled")), false), { state: "REVOKED" });
});

test("a timeout of the workflow is a failure of its own type", () => {
  assert.equal(endingOf(closed(new TimeoutFailure("timeout", undefined, "START_TO_CLOSE")), false).error?.type, "TimedOut");
});

test("a failed workflow keeps its type where it is one of the catalogue", () => {
  assert.deepEqual(endingOf(closed(ApplicationFailure.nonRetryable("0 of 9 reads left", "NothingLeft")), false), {
    state: "FAILURE",
    error: { type: "NothingLeft", message: "0 of 9 reads left" },
  });
  assert.equal(endingOf(closed(ApplicationFailure.nonRetryable("?", "SomethingElse")), false).error?.type, "Internal");
});

test("a server that is away says nothing about the job", () => {
  const away = new Error("14 UNAVAILABLE");
  assert.throws(() => endingOf(away, false), away);
});
