import assert from "node:assert/strict";
import { test } from "node:test";
import type { WorkflowExecutionDescription } from "@temporalio/client";
import { pendingStages } from "../../../../api/reconciler/pending-stages.js";

const SCHEDULED = 1;
const STARTED = 2;

const describedAs = (...pendingActivities: unknown[]) => ({ raw: { pendingActivities } }) as unknown as WorkflowExecutionDescription;

test("an activity that waits after its worker's heartbeats stopped has lost its worker", () => {
  const [stage] = pendingStages(
    describedAs({
      activityType: { name: "mergePairs" },
      activityId: "7",
      state: SCHEDULED,
      attempt: 2,
      scheduledTime: { seconds: 1_700_000_000, nanos: 500_000_000 },
    }),
  );
  assert.deepEqual(stage, {
    stage: "merge_pairs",
    activityId: "7",
    attempt: 2,
    isRunning: false,
    lostWorker: true,
    nextAt: new Date(1_700_000_000_500),
  });
});

test("an activity that waits for its first worker has lost none", () => {
  const [stage] = pendingStages(
    describedAs({ activityType: { name: "denoise" }, state: SCHEDULED, attempt: 1, scheduledTime: { seconds: 1 } }),
  );
  assert.equal(stage?.lostWorker, false);
});

test("an activity that a worker has is running", () => {
  const [stage] = pendingStages(describedAs({ activityType: { name: "denoise" }, state: STARTED, attempt: 3 }));
  assert.equal(stage?.isRunning, true);
  assert.equal(stage?.attempt, 3);
});

test("a workflow between two stages has none", () => {
  assert.deepEqual(pendingStages(describedAs()), []);
});
