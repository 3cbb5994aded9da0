import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkAccepted } from "../../history/checks/accepted.js";
import type { Violation } from "../../history/checks/check.js";
import { CHECKS } from "../../history/checks/checks.js";
import { checkEffects } from "../../history/checks/effects.js";
import { checkEndings } from "../../history/checks/endings.js";
import { checkMembers } from "../../history/checks/members.js";
import { checkOrphans } from "../../history/checks/orphans.js";
import { checkOutcomes } from "../../history/checks/outcomes.js";
import { checkReads } from "../../history/checks/reads.js";
import { historyOf, job, revoked, saw, submitted } from "./a-run.js";

const cancelled = { op: "cancel", asked: { job: "job_a" }, told: { httpStatus: 200 } };
const said = (violations: Violation[]) => violations.map(({ kind, what }) => `${kind}: ${what}`).join("\n");

test("a run in which all is well has no violation, a repeat of a submit and a cancel among it", () => {
  const entries = historyOf(
    { ...submitted(), phase: "info", told: {} },
    submitted(),
    saw("PROGRESS", 50),
    saw("SUCCESS", 100),
    submitted("job_b", "key-b"),
    { ...cancelled, asked: { job: "job_b" } },
    saw("REVOKED", 30, { job: "job_b" }),
    { op: "tools", client: "observer", told: { tools: [{ pid: 7, job: "job_b", alone: false }] } },
  );
  const jobs = [job(), revoked({ id: "job_b", key: "key-b" })];
  assert.equal(said(CHECKS.flatMap((check) => check(entries, jobs))), "");
});

describe("accepted jobs", () => {
  test("one that is not there is lost", () => {
    assert.match(said(checkAccepted(historyOf(submitted()), [])), /^lost: was accepted/);
  });

  test("two of one key are one too many", () => {
    const entries = historyOf(submitted("job_a"), submitted("job_b"));
    assert.match(said(checkAccepted(entries, [job(), job({ id: "job_b" })])), /^doubled: has one key/);
  });

  test("one whose submit was refused must not be there", () => {
    assert.match(said(checkAccepted(historyOf({ ...submitted(), phase: "fail", told: {} }), [job()])), /^wrong: was refused/);
  });

  test("one without an answer may be there, or not", () => {
    const entries = historyOf({ ...submitted(), phase: "info", told: {} });
    assert.deepEqual([...checkAccepted(entries, [job()]), ...checkAccepted(entries, [])], []);
  });

  test("one that is refused though it is right is found, one that is to come later is not", () => {
    const refusal = (httpStatus: number) => historyOf({ ...submitted(), phase: "fail", told: { httpStatus, message: "no" } });
    assert.match(said(checkAccepted(refusal(400), [])), /what is right was refused: 400 no/);
    assert.deepEqual(checkAccepted(refusal(429), []), []);
  });

  test("one that nobody submitted is found", () => {
    assert.match(said(checkAccepted([], [job()])), /^wrong: was submitted by no one/);
  });
});

describe("ends", () => {
  const states = (...all: (typeof revoked extends () => infer J ? J : never)["state"][]) => all.map((state) => ({ type: "state", state }));

  for (const [title, bad, expected] of [
    ["a job that still runs is lost", job({ state: "PROGRESS" }), /^lost: is still PROGRESS/],
    ["two ends", job({ events: states("PENDING", "STARTED", "SUCCESS", "SUCCESS") }), /^doubled: has 2 ends/],
    ["no end", job({ events: states("PENDING", "STARTED") }), /^wrong: has 0 ends/],
    [
      "an event after the end",
      job({ events: [...job().events, { type: "cancel_requested", state: null }] }),
      /^wrong: has events after its end/,
    ],
    ["an end that is another than the state", job({ events: states("PENDING", "STARTED", "FAILURE") }), /another end than its state/],
    ["a way that there is not", job({ events: states("PENDING", "PROGRESS", "SUCCESS") }), /PENDING -> PROGRESS/],
    ["a stage that is shown running for ever", job({ attempts: [{ ...job().attempts[0]!, state: "running" }] }), /is shown running/],
    ["a time that is negative", job({ startedMs: 3_601_000 }), /finished 3599000 ms before it started/],
  ] as const) {
    test(title, () => assert.match(said(checkEndings([], [bad])), expected));
  }
});

describe("effects", () => {
  const entries = historyOf(submitted());

  for (const [title, bad, expected] of [
    [
      "a stage that is done twice by the records",
      { attempts: [1, 2].map(() => job().attempts[0]!) },
      /^doubled: wait is recorded as done 2 times/,
    ],
    [
      "a stage that is done twice by Temporal's history",
      { execution: { ending: "Completed", completed: { wait: 2 }, mostAttempts: 1 } },
      /^doubled: wait was done 2 times/,
    ],
    ["a success that Temporal does not know", { execution: null }, /for Temporal not there/],
    ["a success without its file", { artifacts: [], delivered: {} }, /left nothing, and should have left/],
    [
      "the file of another job",
      { artifacts: [{ name: "payload.txt", sha256: "0".repeat(64), sizeBytes: 1 }], delivered: { "payload.txt": "0".repeat(64) } },
      /left 0+, and should/,
    ],
    ["a file that is half", { delivered: { "payload.txt": "1".repeat(64) } }, /is delivered as 1+/],
    ["a result of another job", { result: { payload_bytes: 7 } }, /says 7 bytes of 1001/],
  ] as const) {
    test(title, () => assert.match(said(checkEffects(entries, [job(bad as object)])), expected));
  }

  test("a job that has ended, and whose workflow goes on", () => {
    const execution = { ending: "workflowTaskScheduledEventAttributes", completed: {}, mostAttempts: 1 };
    assert.match(said(checkEffects(entries, [revoked({ execution })])), /for Temporal it goes on/);
    assert.deepEqual(checkEffects(entries, [revoked({ execution: null })]), []);
  });

  test("a cancelled job that left its file", () => {
    const { artifacts, delivered, result } = job();
    const found = said(checkEffects(entries, [revoked({ artifacts, delivered, result })]));
    assert.match(found, /is REVOKED and has a result/);
    assert.match(found, /is REVOKED and left payload.txt/);
  });
});

describe("outcomes", () => {
  test("a job that failed and was to succeed", () => {
    const bad = job({ state: "FAILURE", errorType: "TimeLimit" });
    assert.match(said(checkOutcomes(historyOf(submitted()), [bad])), /is FAILURE \(TimeLimit\), and was to be SUCCESS/);
  });

  test("a job that was revoked and that no one cancelled", () => {
    assert.match(said(checkOutcomes(historyOf(submitted()), [revoked()])), /no one cancelled it/);
    assert.deepEqual(checkOutcomes(historyOf(submitted(), cancelled), [revoked()]), []);
  });

  test("a job whose workers all died may fail, one that lost fewer may not", () => {
    const lost = (mostAttempts: number) => [
      job({ state: "FAILURE", errorType: "WorkerLost", execution: { ending: "Failed", completed: {}, mostAttempts } }),
    ];
    assert.deepEqual(checkOutcomes(historyOf(submitted()), lost(5)), []);
    assert.match(said(checkOutcomes(historyOf(submitted()), lost(4))), /is FAILURE \(WorkerLost\)/);
  });
});

describe("members", () => {
  const parent = job({ result: { members: { total: 2, success: 2, failure: 0, revoked: 0 } } });
  const member = (id: string, but: object = {}) => job({ id, key: null, parent: "job_a", ...but });

  test("all of them are there as their parent says", () => {
    assert.deepEqual(checkMembers([], [parent, member("job_b"), member("job_c")]), []);
  });

  test("one that is missing is lost", () => {
    assert.match(said(checkMembers([], [parent, member("job_b")])), /^lost: says total 2, and has 1/);
  });

  test("one that came to another end than its parent says", () => {
    assert.match(said(checkMembers([], [parent, member("job_b"), member("job_c", { state: "FAILURE" })])), /says success 2, and has 1/);
  });

  test("one that was revoked with its parent was cancelled", () => {
    const jobs = [revoked(), member("job_b", { state: "REVOKED" })];
    assert.deepEqual(checkOutcomes(historyOf(submitted(), cancelled), jobs), []);
    assert.match(said(checkOutcomes(historyOf(submitted()), jobs)), /no one cancelled it[^]*no one cancelled it/);
  });
});

describe("reads", () => {
  for (const [title, entries, expected] of [
    ["an end that is taken back", historyOf(saw("SUCCESS"), saw("PROGRESS"), saw("SUCCESS")), /was SUCCESS, then PROGRESS/],
    ["a job that is PENDING again", historyOf(saw("PROGRESS"), saw("PENDING")), /was PROGRESS, then PENDING/],
    ["a percentage that goes back", historyOf(saw("PROGRESS", 50), saw("PROGRESS", 40)), /was at 50 %, then at 40 %/],
    ["another end than the one that is kept", historyOf(saw("FAILURE")), /was FAILURE, and is kept as SUCCESS/],
    [
      "a job that is not there any more",
      historyOf({ op: "read", phase: "fail", asked: { job: "job_a" }, told: { httpStatus: 404 } }),
      /no such job/,
    ],
  ] as const) {
    test(title, () => assert.match(said(checkReads(entries, [job()])), expected));
  }

  test("two clients may see things in another order", () => {
    assert.deepEqual(checkReads(historyOf(saw("SUCCESS", 100), saw("PROGRESS", 50, { client: "client-2" })), [job()]), []);
  });

  test("a next stage may begin at less", () => {
    assert.deepEqual(checkReads(historyOf(saw("PROGRESS", 50), saw("PROGRESS", 40, { stage: "denoise" })), [job()]), []);
  });
});

describe("orphans", () => {
  const tool = (ms: number, alone = false) => ({ op: "tools", client: "observer", ms, told: { tools: [{ pid: 7, job: "job_a", alone }] } });

  test("a tool that outlives its job", () => {
    assert.match(
      said(checkOrphans(historyOf(saw("REVOKED", 0, { ms: 1000 }), tool(7000)), [])),
      /^orphan: process 7 of a tool lives 6000 ms/,
    );
  });

  test("a tool that outlives its worker", () => {
    assert.match(
      said(checkOrphans(historyOf(tool(0, true), tool(6000, true)), [])),
      /^orphan: process 7 of a tool lives 6000 ms after its worker/,
    );
  });

  test("a tool of a job that runs, or has ended a moment ago, is none", () => {
    assert.deepEqual(checkOrphans(historyOf(tool(100), saw("REVOKED", 0, { ms: 1000 }), tool(3000)), []), []);
  });

  test("a worker that is held ends its tools when it goes on", () => {
    const [begun, ended] = historyOf({ op: "freeze-worker", client: "nemesis" });
    const frozen = [
      { ...begun!, call: 99, ms: 0 },
      { ...ended!, call: 99, ms: 9000 },
    ];
    const end = saw("REVOKED", 0, { ms: 1000 });
    assert.deepEqual(checkOrphans([...frozen, ...historyOf(end, tool(8000), tool(12_000))], []), []);
    assert.match(said(checkOrphans([...frozen, ...historyOf(end, tool(15_000))], [])), /^orphan/);
  });

  test("what is left when all was stopped", () => {
    const left = ["7 postgres -D /tmp/home"];
    assert.match(
      said(checkOrphans(historyOf({ op: "stopped", client: "observer", told: { left } }), [])),
      /^orphan: left after the stop: 7/,
    );
  });
});
