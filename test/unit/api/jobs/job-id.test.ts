import assert from "node:assert/strict";
import { test } from "node:test";
import { isJobId, newJobId } from "../../../../api/jobs/job-id.js";

test("the id of a callback that is nested as deep as a body may be is one that can be looked up", () => {
  const deepest = newJobId() + ".callback".repeat(32);
  assert.ok(isJobId(deepest), `${deepest.length} characters`);
  for (const wrong of ["", "a b", "job_1/..", "x".repeat(401)]) assert.ok(!isJobId(wrong), wrong);
});
