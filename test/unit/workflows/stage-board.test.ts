import assert from "node:assert/strict";
import { test } from "node:test";
import type { StageReport } from "../../../contracts/job.js";
import { StageBoard } from "../../../workflows/stage-board.js";

function report(startedMs: number, endedMs: number, more: Partial<StageReport> = {}): StageReport {
  return { state: "ran", startedMs, endedMs, spans: [[startedMs, endedMs]], warnings: [], versions: {}, commands: [], ...more };
}

test("running time counts the time in which at least one stage ran, once", () => {
  const board = new StageBoard();
  for (const [from, to] of [
    [0, 10],
    [5, 12],
    [6, 7],
    [20, 25],
  ] as const) {
    board.begin("trim_primers");
    board.end("trim_primers", report(from, to));
  }
  assert.equal(board.runningMs, 17);
  board.begin("merge_pairs");
  board.leave("merge_pairs", [[24, 30]], true);
  assert.equal(board.runningMs, 22);
});

test("a stage of several samples was reused only if it was for each of them", () => {
  const board = new StageBoard();
  for (const state of ["reused", "ran", "reused"] as const) {
    board.begin("merge_pairs");
    board.end("merge_pairs", report(0, 1000, { state, why: "max_differences: 5 instead of 10" }));
  }
  board.begin("denoise");
  board.end("denoise", report(1000, 1500, { state: "reused" }));
  assert.deepEqual(board.summary(), [
    { name: "merge_pairs", state: "ran", seconds: 1, why: "max_differences: 5 instead of 10" },
    { name: "denoise", state: "reused", seconds: 0.5 },
  ]);
});

test("progress follows the plan, also when it changes", () => {
  const board = new StageBoard();
  board.plan([
    { name: "import_input", subjects: 1 },
    { name: "merge_pairs", subjects: 1 },
  ]);
  board.begin("import_input");
  board.end("import_input", report(0, 1));
  board.plan([
    { name: "import_input", subjects: 1 },
    { name: "check_input", subjects: 3 },
  ]);
  board.begin("check_input");
  assert.deepEqual(board.progress().stages, [
    { name: "import_input", state: "ran", current: 1, total: 1 },
    { name: "check_input", state: "running", current: 0, total: 3 },
  ]);
});
