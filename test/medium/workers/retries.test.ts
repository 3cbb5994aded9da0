import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { RetryRule } from "../../../contracts/job.js";
import { until } from "../../until.js";
import { timersOf } from "../history-payloads.js";
import { World } from "../world.js";

const rule = (maxRetries: number): RetryRule => ({ maxRetries, delaySeconds: 0.4, capSeconds: 60 });

describe("a stage that fails", { concurrency: true }, () => {
  let world: World;
  let logged = "";

  before(async () => {
    world = await World.start();
    const worker = world.worker("retries@test", "--concurrency", "8", "--log-level", "info");
    worker.stdout!.on("data", (chunk: Buffer) => (logged += chunk.toString()));
  });
  after(() => world.stop());

  test("is tried again until it succeeds; each failure is an event that says when the next try comes, and each attempt a line of the log", async () => {
    const { id } = await world.begin({ fail_times: 2 }, { retry: rule(3) });
    const job = await world.untilFinal(id);
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    assert.deepEqual(job.result, { seconds: 0, attempts: 3, payload_bytes: 0 });
    assert.deepEqual(
      job.attempts.map(({ attempt, state, error }) => [attempt, state, error?.type ?? null]),
      [
        [1, "failed", "ToolFailed"],
        [2, "failed", "ToolFailed"],
        [3, "ran", null],
      ],
    );
    const events = await world.states(id);
    // A try that is over in a moment may be written at its end only, with no PROGRESS of its own.
    assert.deepEqual(
      events.map(({ state }) => state).filter((state) => state !== "PROGRESS"),
      ["PENDING", "STARTED", "RETRY", "RETRY", "SUCCESS"],
    );
    for (const [index, event] of events.filter(({ state }) => state === "RETRY").entries()) {
      assert.equal(event.stage, "wait");
      assert.match(event.message, /failed as told/);
      const waitMs = Date.parse(event.next_retry_at ?? "") - Date.parse(job.attempts[index]!.ended_at ?? "");
      assert.ok(waitMs >= 400 * 2 ** index - 20, JSON.stringify(event));
    }
    const line = (attempt: number, state: string) => ({ job: id, task: "noop", stage: "wait", try: attempt, attempt: 1, state });
    const ends = () =>
      logged.split("\n").flatMap((text) => (text.includes(id) && text.endsWith('"stage ended"}') ? [JSON.parse(text)] : []));
    await until("its lines in the log", () => ends().length >= 3);
    assert.deepEqual(
      ends().map(({ job: of, task, stage, try: number, attempt, state }) => ({ job: of, task, stage, try: number, attempt, state })),
      [line(1, "failed"), line(2, "failed"), line(3, "ran")],
    );
  });

  test("as often as allowed and once more is FAILURE, and the waits between its tries double", async () => {
    const { id } = await world.begin({ fail_times: 99 }, { retry: { ...rule(3), delaySeconds: 1 } });
    const job = await world.untilFinal(id);
    assert.equal(job.state, "FAILURE");
    assert.deepEqual(
      { ...job.error, log_tail: undefined },
      { type: "ToolFailed", message: "failed as told (4 of 99)", stage: "wait", log_tail: undefined },
    );
    assert.equal(job.next_retry_at, null);
    assert.equal(job.attempts.length, 4);
    const gaps = job.attempts
      .slice(1)
      .map(({ started_at }, index) => Date.parse(started_at) - Date.parse(job.attempts[index]?.ended_at ?? ""));
    const timers = await timersOf(world.temporal, id);
    assert.equal(timers.length, 3);
    for (const [index, gapMs] of gaps.entries()) {
      const expectedMs = 1000 * 2 ** index;
      assert.ok(gapMs >= expectedMs - 500, `too early: ${gaps.join(", ")} ms`);
      // How late the try begins depends on the machine; what was to be waited for does not.
      const waitMs = timers[index]!;
      assert.ok(waitMs >= expectedMs && waitMs <= expectedMs * 1.1, `waits: ${timers.join(", ")} ms`);
    }
  });

  test("at its soft limit ends at once, is not tried again, and the message names the limit and how to raise it", async () => {
    const { id } = await world.begin({ seconds: 60 }, { retry: rule(3), limits: { softSeconds: 2, hardSeconds: 60 } });
    const job = await world.untilFinal(id);
    assert.equal(job.state, "FAILURE");
    assert.equal(job.error?.type, "SoftTimeLimit");
    assert.match(job.error?.message ?? "", /^wait reached soft_time_limit \(2 s of running time\); raise it/);
    assert.equal(job.attempts.length, 1);
  });

  test("uses up the job's running time with all its tries, not with the waits between them", async () => {
    const { id } = await world.begin(
      { seconds: 1, fail_times: 1 },
      { retry: { ...rule(1), delaySeconds: 20 }, limits: { softSeconds: 15, hardSeconds: 60 } },
    );
    const job = await world.untilFinal(id);
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
  });

  test("and is cancelled while it waits for its next try is REVOKED at once", async () => {
    const { id } = await world.begin({ fail_times: 9 }, { retry: { maxRetries: 9, delaySeconds: 600, capSeconds: 600 } });
    await world.until(id, ({ state }) => state === "RETRY");
    await world.temporal.cancel(id, 60_000);
    const job = await world.untilFinal(id);
    assert.equal(job.state, "REVOKED");
    assert.equal(job.attempts.length, 1);
  });
});
