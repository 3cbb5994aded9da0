import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Health, JobDetail } from "../../../../cli/api/types.js";
import { checkJob, type Surroundings } from "../../../../cli/doctor/job-checks.js";

const NOW = Date.parse("2026-11-24T12:00:00Z");

describe("why a job waits, or what it does", () => {
  test("no worker on its queue: said, with the command that starts one", () => {
    const checks = check(job({ state: "PENDING", waiting_for: "no worker polls queue analysis" }), health([]), NOW);
    assert.ok(!checks[0]!.ok);
    assert.match(checks[0]!.found, /PENDING for 1 min 0 s: no worker polls queue analysis/);
    assert.equal(checks.at(-1)!.advice, "start one: avalanche worker --queues analysis");
  });

  test("a worker of another queue does not count", () => {
    assert.ok(!check(job({ state: "PENDING" }), health(["training"]), NOW).at(-1)!.ok);
  });

  test("behind busy workers it waits as it should", () => {
    assert.ok(check(job({ state: "PENDING", waiting_for: "all workers are busy" }), health(["analysis"]), NOW).every(({ ok }) => ok));
  });

  test("before its time it waits as it should, also without a worker", () => {
    const [state] = check(job({ state: "PENDING", due_at: "2026-11-24T13:00:00Z", waiting_for: "starts at 13:00" }), health([]), NOW);
    assert.ok(state!.ok);
    assert.match(state!.found, /starts at 13:00/);
  });

  test("Temporal is down: said as its own finding", () => {
    const down = { ...health(["analysis"]), temporal: { ok: false, detail: "no connection" } };
    assert.ok(check(job({ state: "PENDING" }), down, NOW).some(({ name, ok }) => name === "Temporal" && !ok));
  });

  test("between two attempts: the error and the time of the next", () => {
    const [state] = check(
      job({ state: "RETRY", next_retry_at: "2026-11-24T12:01:00Z", error: { type: "ToolKilled", message: "vsearch was killed" } }),
      health(["analysis"]),
      NOW,
    );
    assert.match(state!.found, /RETRY until 2026-11-24T12:01:00Z: ToolKilled: vsearch was killed/);
  });

  test("running, but silent for long", () => {
    const progress = {
      current: 1,
      total: 9,
      percent: 11,
      status: "",
      stage: "denoise",
      stages: [],
      attempt: 1,
      updated_at: "2026-11-24T11:58:00Z",
    };
    const [state] = check(job({ state: "PROGRESS", progress }), health(["analysis"]), NOW);
    assert.match(state!.found, /PROGRESS: denoise; nothing new for 2 min 0 s/);
    assert.ok(
      check(job({ state: "PROGRESS", progress: { ...progress, updated_at: "2026-11-24T11:59:58Z" } }), health(["analysis"]), NOW)[0]!.ok,
    );
  });

  test("a paused job: how it goes on; a member that its parent holds: with that", () => {
    const [own] = check(job({ state: "PAUSED" }), health(["analysis"]), NOW);
    assert.deepEqual([own!.ok, own!.advice], [true, "let it go on: avalanche resume job_1"]);
    const parent = job({ id: "job_0", state: "PAUSED", members: { total: 3, success: 1, failure: 0, revoked: 0 } });
    const [member, above] = check(job({ id: "job_0.1", state: "PAUSED", parent: "job_0" }), null, NOW, { parent });
    assert.equal(member!.found, "is paused with job_0");
    assert.match(above!.found, /PAUSED: 1 of 3 members - go on with: avalanche resume job_0/);
  });

  test("a job made of jobs: its members that wait, each with its reason; its own silence is no problem", () => {
    const members = { total: 3, success: 1, failure: 0, revoked: 0 };
    const parent = job({ state: "PROGRESS", members, started_at: "2026-11-24T11:00:00Z" });
    const waiting = [job({ id: "job_1.2", state: "RETRY", parent: "job_1", next_retry_at: "2026-11-24T12:01:00Z" })];
    const [state, member] = check(parent, health(["analysis"]), NOW, { waiting });
    assert.deepEqual([state!.ok, state!.found], [true, "is PROGRESS: 1 of 3 members"]);
    assert.match(member!.name + member!.found, /Member job_1\.2.*RETRY until 2026-11-24T12:01:00Z/);
  });

  test("a queue with a rate is named, with how to lift it", () => {
    const queue = { queue: "analysis", per_second: 0.5 } as Surroundings["queue"];
    const rate = check(job({ state: "PENDING" }), health(["analysis"]), NOW, { queue }).at(-1)!;
    assert.match(
      `${rate.name}: ${rate.found}; ${rate.advice}`,
      /analysis: limited to 0\.5 stages a second.*avalanche queues rate analysis none/,
    );
  });

  test("members that failed: how to see them, and to run them again", () => {
    const [state] = check(job({ state: "FAILURE", ready: true, error: { type: "MembersFailed", message: "3 of 9" } }), null, NOW);
    assert.match(state!.advice!, /avalanche list --parent job_1; .*avalanche retry job_1 --only-failed/);
  });

  test("a job that ran into its limit is told the flag", () => {
    const [state] = check(job({ state: "FAILURE", ready: true, error: { type: "TimeLimit", message: "10 s" } }), null, NOW);
    assert.match(state!.advice!, /--time-limit/);
  });
});

function check(given: JobDetail, around: Health | null, now: number, others: Partial<Surroundings> = {}) {
  return checkJob(given, { health: around, queue: null, parent: null, waiting: [], ...others }, now);
}

function job(part: Partial<JobDetail>): JobDetail {
  return {
    id: "job_1",
    task: "run_analysis",
    queue: "analysis",
    ready: false,
    submitted_at: "2026-11-24T11:59:00Z",
    started_at: null,
    progress: null,
    error: null,
    ...part,
  } as JobDetail;
}

function health(queues: Health["workers"][number]["queues"]): Health {
  const ok = { ok: true, detail: "" };
  return {
    status: "ok",
    version: "1",
    database: ok,
    temporal: ok,
    workers: queues.length === 0 ? [] : [{ identity: "w1", queues, last_seen_at: "2026-11-24T12:00:00Z" }],
  };
}
