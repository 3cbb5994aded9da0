import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { until } from "../../until.js";
import { end, World } from "../world.js";

describe("a worker that goes away in the middle of a stage", () => {
  let world: World;

  before(async () => {
    world = await World.start();
  });
  after(() => world.stop());

  const ranMs = (attempt: { started_at: string; ended_at: string | null } | undefined) =>
    Date.parse(attempt?.ended_at ?? "") - Date.parse(attempt?.started_at ?? "");

  test("by kill -9: another one goes on from the last checkpoint, and no retry is used up", async () => {
    const first = world.worker("first@test");
    const { id } = await world.begin({ seconds: 30 });
    await world.until(id, ({ progress }) => (progress?.percent ?? 0) >= 50);
    await end(first, "SIGKILL");
    const second = world.worker("second@test");
    const job = await world.untilFinal(id);
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    assert.deepEqual(job.result, { seconds: 30, attempts: 1, payload_bytes: 0 });
    assert.deepEqual(
      job.attempts.map(({ worker }) => worker),
      ["first@test", "second@test"],
    );
    const states = (await world.states(id)).map(({ state }) => state);
    assert.deepEqual(states.slice(-3), ["RETRY", "PROGRESS", "SUCCESS"]);
    assert.ok(ranMs(job.attempts[1]) < 29_500, `the second attempt took ${ranMs(job.attempts[1])} ms of 30 s`);
    await end(second, "SIGTERM");
  });

  test("by SIGTERM: it ends with status 0 within its grace, and another one goes on at once from the checkpoint", async () => {
    const first = world.worker("third@test");
    const { id } = await world.begin({ seconds: 30 });
    await world.until(id, ({ progress }) => (progress?.percent ?? 0) >= 40);
    const second = world.worker("fourth@test");
    assert.equal(await end(first, "SIGTERM"), 0);
    const job = await world.untilFinal(id);
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    assert.deepEqual(
      job.attempts.map(({ worker, state }) => [worker, state]),
      [
        ["third@test", "lost"],
        ["fourth@test", "ran"],
      ],
    );
    assert.ok(ranMs(job.attempts[1]) < 29_500, `the second attempt took ${ranMs(job.attempts[1])} ms of 30 s`);
    await end(second, "SIGTERM");
  });

  test("by SIGTERM with a stage that ends within the grace: the stage is finished, not repeated", async () => {
    const worker = world.worker("fifth@test");
    const { id } = await world.begin({ seconds: 2 });
    await world.until(id, ({ state }) => state !== "PENDING");
    assert.equal(await end(worker, "SIGTERM"), 0);
    const next = world.worker("sixth@test");
    const job = await world.untilFinal(id);
    assert.deepEqual(
      job.attempts.map((attempt) => [attempt.worker, attempt.state]),
      [["fifth@test", "ran"]],
    );
    await end(next, "SIGTERM");
  });

  test("whose job is cancelled meanwhile: the next worker ends it as REVOKED", async () => {
    const first = world.worker("seventh@test");
    const { id } = await world.begin({ seconds: 600 });
    await world.until(id, ({ state }) => state === "PROGRESS");
    await end(first, "SIGKILL");
    await world.temporal.cancel(id, 60_000);
    const second = world.worker("eighth@test");
    assert.equal((await world.untilFinal(id)).state, "REVOKED");
    await end(second, "SIGTERM");
  });

  test("by a freeze: another one does its stage, and what it says when it thaws counts for nothing", async () => {
    const frozen = world.worker("frozen@test", "--concurrency", "12");
    const pid = await world.processOf(frozen);
    const { id } = await world.begin({ seconds: 3, payload_bytes: 100_000 });
    await world.until(id, ({ progress }) => (progress?.percent ?? 0) >= 33);
    process.kill(pid, "SIGSTOP");
    const awake = world.worker("awake@test");
    await world.until(id, ({ attempts }) => attempts.some(({ worker, state }) => worker === "awake@test" && state === "running"));
    // Both are at it now.
    process.kill(pid, "SIGCONT");
    const job = await world.untilFinal(id);
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    assert.deepEqual(job.result, { seconds: 3, attempts: 1, payload_bytes: 100_000 });
    // The frozen one has said its last word when it has done another job after it.
    await end(awake, "SIGTERM");
    await world.untilFinal((await world.begin()).id);
    const after = await world.job(id);
    assert.deepEqual([after.state, after.result], [job.state, job.result]);
    assert.deepEqual(await world.db.query("select name, size_bytes from job_artifacts where job_id = $1", [id]), [
      { name: "payload.txt", size_bytes: 100_000 },
    ]);
    const done = after.attempts.filter(({ state }) => state === "ran");
    assert.deepEqual(
      done.map(({ worker }) => worker),
      ["awake@test"],
    );
    assert.deepEqual(
      after.attempts.filter(({ state }) => state === "running"),
      [],
    );
    assert.deepEqual(
      (await world.states(id)).filter(({ state }) => state === "SUCCESS").map(({ state }) => state),
      ["SUCCESS"],
    );
    const { events } = await world.temporal.client.workflow.getHandle(id).fetchHistory();
    const completed = (events ?? []).filter((event) => event.activityTaskCompletedEventAttributes);
    assert.deepEqual(
      completed.map((event) => event.activityTaskCompletedEventAttributes?.identity),
      ["awake@test"],
    );
    await end(frozen, "SIGTERM");
  });

  test("of two workers under one name, one is killed: the other goes on, and both had their share", async () => {
    const [one, two] = [world.worker("twin@test", "--concurrency", "2"), world.worker("twin@test", "--concurrency", "2")];
    const pids = await Promise.all([one, two].map((worker) => world.processOf(worker)));
    assert.equal(new Set(pids).size, 2);
    const begun = await Promise.all(Array.from({ length: 4 }, () => world.begin({ seconds: 20 })));
    // Four slots in all: none waits for another to end.
    const attemptsOf = async () => (await Promise.all(begun.map(({ id }) => world.job(id)))).flatMap(({ attempts }) => attempts);
    await until("all four to run", async () => (await attemptsOf()).filter(({ state }) => state === "running").length === 4);
    await end(one, "SIGKILL");
    const jobs = await Promise.all(begun.map(({ id }) => world.untilFinal(id)));
    assert.deepEqual(
      jobs.map(({ state }) => state),
      ["SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS"],
    );
    assert.equal(jobs.filter(({ attempts }) => attempts.length === 2).length, 2);
    await end(two, "SIGTERM");
  });
});
