import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { progressLine, type Running } from "../../../../cli/render/progress.js";

const PROGRESS: NonNullable<Running["progress"]> = {
  current: 5,
  total: 12,
  percent: 42,
  status: "Trimming primers",
  stage: "trim_primers",
  stages: [{ name: "trim_primers", state: "running", current: 2, total: 3, seconds: null, why: null }],
  attempt: 1,
  updated_at: "2026-11-24T12:00:00Z",
};

const JOB: Running = {
  id: "job_1",
  state: "PROGRESS",
  progress: PROGRESS,
  waiting_for: null,
  next_retry_at: null,
  cancel_requested: false,
  pause_requested: false,
  members: null,
  parent: null,
  error: null,
};

describe("a running job on one line", () => {
  test("state, percent, the stage with its counts, and what is done", () => {
    assert.equal(progressLine(JOB), "PROGRESS 42% trim_primers 2/3 - Trimming primers");
  });

  test("a job that waits says why", () => {
    assert.equal(
      progressLine({ ...JOB, state: "PENDING", progress: null, waiting_for: "no worker polls queue analysis" }),
      "PENDING no worker polls queue analysis",
    );
  });

  test("a job between two attempts says when the next one is, and what went wrong", () => {
    const line = progressLine({
      ...JOB,
      state: "RETRY",
      next_retry_at: "2026-11-24T12:34:56.000Z",
      error: { type: "ToolKilled", message: "vsearch was killed" },
    });
    assert.equal(line, "RETRY 42% trim_primers 2/3 - tries again at 12:34:56 UTC: vsearch was killed");
  });

  test("a job made of jobs counts its members", () => {
    const members = { total: 1000, success: 409, failure: 3, revoked: 0 };
    assert.equal(progressLine({ ...JOB, members }), "PROGRESS 42% 412 of 1,000 members, 3 failed");
    assert.equal(
      progressLine({ ...JOB, members, state: "PAUSED" }),
      "PAUSED 42% 412 of 1,000 members, 3 failed - go on with: avalanche resume job_1",
    );
  });

  test("a pause shows until it holds, then how to go on", () => {
    assert.match(progressLine({ ...JOB, pause_requested: true }), /- holds before its next stage$/);
    assert.match(progressLine({ ...JOB, state: "PAUSED" }), /avalanche resume job_1$/);
    assert.match(progressLine({ ...JOB, state: "PAUSED", id: "job_1.2", parent: "job_1" }), /avalanche doctor job_1\.2$/);
  });

  test("a cancel shows until it holds", () => {
    assert.match(progressLine({ ...JOB, cancel_requested: true }), /- cancelling$/);
    assert.doesNotMatch(progressLine({ ...JOB, state: "REVOKED", cancel_requested: true }), /cancelling/);
  });
});
