import assert from "node:assert/strict";
import { test } from "node:test";
import { RunningTime } from "../../../activities/running-time.js";
import type { JobFailure } from "../../../contracts/failures.js";
import type { StageRun } from "../../../contracts/job.js";

const never = new AbortController().signal;

const run = (softMs: number, hardMs: number): StageRun => ({
  jobId: "j",
  owner: "operator",
  stage: "denoise",
  subject: "",
  task: "noop",
  tryNumber: 1,
  softMs,
  hardMs,
  limits: { softSeconds: 5, hardSeconds: 8 },
});

test("the soft limit is told first and names itself, the hard one follows", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const time = new RunningTime(run(5000, 8000), never, () => Date.now());
  context.mock.timers.tick(4999);
  assert.equal(time.reached.aborted, false);
  context.mock.timers.tick(1);
  assert.match((time.reached.reason as JobFailure).message, /^denoise reached soft_time_limit \(5 s of running time\)/);
  assert.equal(time.over.aborted, false);
  context.mock.timers.tick(3000);
  assert.equal(time.over.aborted, true);
  assert.equal((time.reached.reason as JobFailure).type, "SoftTimeLimit");
});

test("a hard limit alone is named", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const time = new RunningTime(run(8000, 8000), never, () => Date.now());
  context.mock.timers.tick(8000);
  assert.match((time.reached.reason as JobFailure).message, /^denoise reached time_limit \(8 s/);
  assert.equal(time.over.aborted, true);
});

test("the clock stands still while the attempt waits, and its spans say when it ran", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 0 });
  const time = new RunningTime(run(5000, 8000), never, () => Date.now());
  context.mock.timers.tick(1000);
  time.pause();
  context.mock.timers.tick(100_000);
  time.resume();
  context.mock.timers.tick(3999);
  assert.equal(time.reached.aborted, false);
  assert.deepEqual(time.spans, [
    [0, 1000],
    [101_000, 104_999],
  ]);
  context.mock.timers.tick(1);
  assert.equal(time.reached.aborted, true);
});

test("after a cancel there is a short grace, also after the soft limit", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const cancel = new AbortController();
  const time = new RunningTime(run(1000, 60_000), cancel.signal, () => Date.now());
  context.mock.timers.tick(1000);
  cancel.abort();
  context.mock.timers.tick(1999);
  assert.equal(time.over.aborted, false);
  context.mock.timers.tick(1);
  assert.equal(time.over.aborted, true);
});

test("a clock that jumps by an hour changes no running time", (context) => {
  const time = new RunningTime(run(5000, 8000), never);
  context.mock.timers.enable({ apis: ["Date"], now: Date.now() + 3_600_000 });
  time.pause();
  const [[fromMs, toMs] = [0, 0]] = time.spans;
  assert.ok(toMs - fromMs >= 0 && toMs - fromMs < 60_000, `ran for ${toMs - fromMs} ms`);
});
