import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../../until.js";
import { Detour } from "../store/detour.js";
import { end, isAlive, startWorker, World } from "../world.js";

describe("a worker's process", () => {
  let world: World;

  before(async () => {
    world = await World.start();
  });
  after(() => world.stop());

  test("that was killed is back by itself, under another process id, and its job goes on", async () => {
    const worker = world.worker("back@test");
    const first = await world.processOf(worker);
    const { id } = await world.begin({ seconds: 20 });
    await world.until(id, ({ progress }) => (progress?.percent ?? 0) >= 25);
    process.kill(first, "SIGKILL");
    await until("it to be gone", () => !isAlive(first));
    await world.processOf(worker, (pid) => pid !== first);
    const job = await world.untilFinal(id);
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    assert.equal(await end(worker, "SIGTERM"), 0);
  });

  test("falls with its supervisor, whether that is killed or told to stop twice", async () => {
    for (const signal of ["SIGKILL", "SIGTERM"] as const) {
      const worker = world.worker("falls@test");
      const pid = await world.processOf(worker);
      const { id } = await world.begin({ seconds: 600 });
      await world.until(id, ({ state }) => state === "PROGRESS");
      if (signal === "SIGTERM") {
        worker.kill(signal);
        await sleep(1000);
        // It would end with 0 once it has drained.
        assert.equal(await end(worker, signal), 137);
      } else await end(worker, signal);
      await until("its process to be gone", () => !isAlive(pid));
      await world.temporal.terminate(id, "over", 60_000);
    }
  });

  test("ends when the parent of its supervisor closes its input", async () => {
    const worker = world.worker("tied@test");
    const pid = await world.processOf(worker);
    worker.stdin?.end();
    await until("both to end", () => worker.exitCode === 0 && !isAlive(pid));
  });

  test("that is told to stop while Temporal is away ends all the same, and its supervisor with it", async () => {
    const detour = await Detour.to(`http://${world.servers.temporalAddress}`);
    const worker = startWorker({ ...world.servers, temporalAddress: new URL(detour.url).host }, "cut-off@test");
    try {
      const pid = await world.processOf(worker);
      detour.close();
      worker.stdin?.end();
      await until("both to end", () => worker.exitCode !== null && !isAlive(pid));
    } finally {
      detour.end();
      await end(worker, "SIGKILL");
    }
  });

  test("that is killed by one job five times is not killed by it again: the job is quarantined, one that ran beside it goes on", async () => {
    const worker = world.worker("poisoned@test");
    const beside = await world.begin({ seconds: 15 }, { retry: { maxRetries: 0, delaySeconds: 0.1, capSeconds: 1 } });
    const { id } = await world.begin({ seconds: 600 }, { retry: { maxRetries: 3, delaySeconds: 0.1, capSeconds: 1 } });
    const killed: number[] = [];
    let seen = 0;
    // When it runs, not while it waits: each attempt once.
    const killWithin = async () => {
      const { attempts, ready, progress } = await world.job(id);
      // They are read one after the other: what is said may be of the attempt before.
      const says = progress?.attempt === attempts.length ? progress.status : "";
      if (attempts.length === seen || attempts.at(-1)?.state !== "running" || !says.startsWith("waited")) return ready;
      const pid = await world.processOf(worker, (one) => !killed.includes(one));
      process.kill(pid, "SIGKILL");
      killed.push(pid);
      seen = attempts.length;
      return ready;
    };
    await until("the job to be given up", killWithin);
    const job = await world.job(id);
    assert.deepEqual([job.state, job.error?.type], ["FAILURE", "WorkerLost"]);
    assert.match(job.error?.message ?? "", /lost its worker again and again; it is not started any more/);
    assert.equal(killed.length, 5);
    const other = await world.untilFinal(beside.id);
    assert.equal(other.state, "SUCCESS", JSON.stringify([other.error, other.attempts]));
    assert.equal((await world.untilFinal((await world.begin()).id)).state, "SUCCESS");
    assert.equal(await end(worker, "SIGTERM"), 0);
  });
});
