import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { after, afterEach, before, describe, test } from "node:test";
import type { JobDetail } from "../../../store/jobs.js";
import { until } from "../../until.js";
import { end, isAlive, World } from "../world.js";

interface Line {
  msg: string;
  worker?: number;
  instead_of?: number;
  reason?: string;
  stages?: number;
  rss_bytes?: number;
}

describe("a worker whose process is worn", () => {
  let world: World;

  before(async () => {
    world = await World.start();
  });
  const workers = new Set<ChildProcess>();
  afterEach(async () => {
    for (const worker of workers) await end(worker, "SIGKILL");
  });
  after(() => world.stop());

  /** What it says of its recycling. */
  const start = (name: string, ...flags: string[]): { worker: ChildProcess; told: (of: RegExp) => Line[] } => {
    const worker = world.worker(name, ...flags, "--log-level", "info");
    let text = "";
    worker.stdout?.on("data", (chunk) => {
      text += String(chunk);
    });
    const lines = () => text.split("\n").flatMap((line) => (line.startsWith("{") && line.endsWith("}") ? [JSON.parse(line) as Line] : []));
    workers.add(worker);
    return { worker, told: (of) => lines().filter(({ msg }) => msg.startsWith("recycling") && of.test(msg)) };
  };

  /** Whether the job waited until Temporal took something back that a process had been given and did not do. */
  const hasStalled = async (id: string): Promise<boolean> => {
    const { events } = await world.temporal.client.workflow.getHandle(id).fetchHistory();
    return (events ?? []).some((event) => event.workflowTaskTimedOutEventAttributes);
  };

  test("after --max-stages is replaced before it drains: 300 jobs run through two of them, each once", async () => {
    const { worker, told } = start("recycled@test", "--max-stages", "100", "--concurrency", "8");
    const first = await world.processOf(worker);
    const jobs: JobDetail[] = [];
    const submitInTurn = async () => {
      while (jobs.length < 300 || told(/is to be replaced/).length < 2) {
        const { id } = await world.begin();
        // What its attempt did may be written a moment after its end.
        jobs.push(
          await world.until(id, ({ ready, attempts }) => ready && attempts.every(({ ended_at: at }) => at !== null) && attempts.length > 0),
        );
      }
    };
    await Promise.all(Array.from({ length: 6 }, submitInTurn));
    for (const job of jobs) {
      assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
      assert.equal(job.attempts.length, 1);
    }
    assert.ok(told(/is to be replaced/).length >= 2);
    for (const { reason, stages, rss_bytes: rss } of told(/is to be replaced/)) {
      assert.ok(reason === "max-stages" && (stages ?? 0) >= 100 && (rss ?? 0) > 1e7);
    }
    const stalled = await Promise.all(jobs.map(({ id }) => hasStalled(id)));
    assert.equal(stalled.filter(Boolean).length, 0);
    await until("the first process to have drained", () => !isAlive(first));
    assert.equal(await end(worker, "SIGTERM"), 0);
  });

  test("finishes what it runs, longer than the grace, and a cancel still reaches it; new jobs run in the other process", async () => {
    const { worker, told } = start("drained@test", "--max-stages", "1", "--concurrency", "4");
    const first = await world.processOf(worker);
    const [long, endless, last] = [
      await world.begin({ seconds: 20 }),
      await world.begin({ seconds: 600 }),
      await world.begin({ seconds: 600 }),
    ];
    for (const { id } of [long, endless, last]) await world.until(id, ({ state }) => state === "PROGRESS");
    await world.untilFinal((await world.begin()).id);
    await until("the other process to take over", () => told(/takes stages/).length > 0);
    assert.equal(told(/takes stages/)[0]?.instead_of, first);
    const next = await world.untilFinal((await world.begin()).id);
    assert.equal(next.state, "SUCCESS");
    await world.temporal.cancel(endless.id, 60_000);
    assert.equal((await world.untilFinal(endless.id)).state, "REVOKED");
    assert.ok(isAlive(first));
    const job = await world.untilFinal(long.id);
    assert.equal(job.state, "SUCCESS");
    assert.deepEqual(
      job.attempts.map(({ state }) => state),
      ["ran"],
    );
    assert.ok(isAlive(first));
    await world.temporal.cancel(last.id, 60_000);
    assert.equal((await world.untilFinal(last.id)).state, "REVOKED");
    await until("it to have drained", () => !isAlive(first));
    await until("its end to be told", () => told(/has drained/).some(({ worker: pid }) => pid === first));
    assert.equal(await end(worker, "SIGTERM"), 0);
  });

  test("above --max-memory is replaced after a stage", async () => {
    const { worker, told } = start("large@test", "--max-memory", "50");
    const first = await world.processOf(worker);
    await world.untilFinal((await world.begin()).id);
    await world.processOf(worker, (pid) => pid !== first);
    const [line] = told(/is to be replaced/);
    assert.deepEqual([line?.reason, line?.stages, line?.worker], ["max-memory", 1, first]);
    assert.ok((line?.rss_bytes ?? 0) > 50e6);
    assert.equal(await end(worker, "SIGTERM"), 0);
  });
});
