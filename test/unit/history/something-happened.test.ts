import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Violation } from "../../history/checks/check.js";
import { checkSomethingHappened } from "../../history/checks/something-happened.js";
import { historyOf, job, saw, submitted } from "./a-run.js";

const cancelled = { op: "cancel", asked: { job: "job_a" }, told: { httpStatus: 200 } };
const said = (violations: Violation[]) => violations.map(({ kind, what }) => `${kind}: ${what}`).join("\n");

describe("a run in which nothing happened", () => {
  const fault = (phase: "ok" | "fail" | "info") => ({ op: "kill-worker", client: "nemesis", phase });

  test("a fault that never did anything is found", () => {
    assert.match(
      said(checkSomethingHappened(historyOf(fault("fail"), fault("info")), [])),
      /kill-worker was tried 2 times and did nothing/,
    );
    assert.deepEqual(checkSomethingHappened(historyOf(fault("fail"), fault("ok")), []), []);
  });

  test("in three minutes each operation comes to a good end", () => {
    const submit = submitted();
    const entries = historyOf({ ...submit, asked: { ...submit.asked, task: "noop" } }, cancelled, { ...saw("SUCCESS"), ms: 180_000 });
    assert.equal(
      said(checkSomethingHappened(entries, [job()])),
      ["run_analysis", "group", "list"].map((name) => `wrong: no ${name} came to a good end`).join("\n"),
    );
    assert.match(said(checkSomethingHappened(entries, [])), /no noop/);
    assert.deepEqual(checkSomethingHappened(entries.slice(0, -2), []), []);
  });
});
