import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { after, before, test } from "node:test";
import { until } from "../../until.js";
import { end, World } from "../world.js";

let world: World;

before(async () => {
  world = await World.start();
});
after(() => world.stop());

/** So exact are the times of a start and of an end: what is only as long as that is no overlap. */
const ABOUT_MS = 500;

/** Most stages that ran at the same time. */
async function mostAtOnce(jobs: number, seconds: number): Promise<number> {
  const begun = await Promise.all(Array.from({ length: jobs }, () => world.begin({ seconds })));
  // One after the other: to look at a hundred at once takes a processor.
  const done = [];
  for (const { id } of begun) done.push(await world.untilFinal(id, 120_000));
  const spans = done.flatMap(({ attempts }) =>
    attempts.map(({ started_at, ended_at }) => [Date.parse(started_at) + ABOUT_MS, Date.parse(ended_at ?? "") - ABOUT_MS] as const),
  );
  assert.equal(spans.length, jobs);
  return Math.max(...spans.map(([startedMs]) => spans.filter(([from, to]) => from <= startedMs && startedMs < to).length));
}

test("a worker with four slots runs four stages at once, never more, and the rest wait", async () => {
  const worker = world.worker("slots@test", "--concurrency", "4");
  assert.equal(await mostAtOnce(8, 3), 4);
  await end(worker, "SIGTERM");
});

test("a worker with eight slots runs eight stages at once", async () => {
  const worker = world.worker("eight@%h", "--concurrency", "8");
  assert.equal(await mostAtOnce(8, 6), 8);
  const [{ identity }] = (await world.db.query("select identity from workers where supervisor_pid = $1", [worker.pid])) as [
    { identity: string },
  ];
  assert.equal(identity, `eight@${hostname()}`);
  await end(worker, "SIGTERM");
});

test("a worker with a hundred slots runs a hundred stages at once in one process", async (t) => {
  const worker = world.worker("hundred@test", "--concurrency", "100");
  const pid = await world.processOf(worker);
  const most = mostAtOnce(100, 30);
  const sql = "select count(*)::int as running from attempts where state = 'running'";
  await until("a hundred to run", async () => (await world.db.query<{ running: number }>(sql))[0]?.running === 100, 60_000);
  t.diagnostic(`resident memory of the process: ${/VmRSS:\s+(\d+ kB)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]}`);
  assert.equal(await most, 100);
  await end(worker, "SIGTERM");
});

test("a worker that is stopped during four jobs and started again loses none and does none twice", async () => {
  const first = world.worker("first@test", "--concurrency", "4");
  const begun = await Promise.all(Array.from({ length: 4 }, () => world.begin({ seconds: 12 })));
  for (const { id } of begun) await world.until(id, ({ state }) => state === "PROGRESS");
  assert.equal(await end(first, "SIGTERM"), 0);
  const second = world.worker("second@test", "--concurrency", "4");
  for (const { id } of begun) {
    const { state, error, attempts } = await world.untilFinal(id, 60_000);
    assert.equal(state, "SUCCESS", JSON.stringify(error));
    assert.equal(attempts.filter((attempt) => attempt.state === "ran").length, 1);
  }
  await end(second, "SIGTERM");
});
