import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../../until.js";
import { end, World } from "../world.js";

let world: World;

before(async () => {
  world = await World.start();
});
after(() => world.stop());

async function running(): Promise<number> {
  const [{ count } = { count: 0 }] = await world.db.query<{ count: number }>(
    "select count(*)::int as count from attempts where state = 'running'",
  );
  return count;
}

/** Twice as many stages as there are slots, none of which ends by itself: so many run at the same time, and no more. */
async function fill(slots: number, whenFull: () => void = () => undefined): Promise<void> {
  const begun = [];
  for (let nth = 0; nth < 2 * slots; nth++) begun.push(await world.begin({ seconds: 600 }));
  await until(`${slots} to run`, async () => (await running()) >= slots);
  whenFull();
  for (let look = 0; look < 20; look++) {
    assert.equal(await running(), slots);
    await sleep(100);
  }
  // Those that wait first: they are not to take the places of those that run.
  for (const { id } of begun.reverse()) await world.temporal.cancel(id, 60_000);
  for (const { id } of begun) assert.equal((await world.untilFinal(id)).state, "REVOKED");
}

test("a worker with four slots runs four stages at once, never more, and the rest wait", async () => {
  const worker = world.worker("slots@test", "--concurrency", "4");
  await fill(4);
  await end(worker, "SIGTERM");
});

test("a worker with eight slots runs eight stages at once", async () => {
  const worker = world.worker("eight@%h", "--concurrency", "8");
  await fill(8);
  const [{ identity }] = (await world.db.query("select identity from workers where supervisor_pid = $1", [worker.pid])) as [
    { identity: string },
  ];
  assert.equal(identity, `eight@${hostname()}`);
  await end(worker, "SIGTERM");
});

test("a worker with a hundred slots runs a hundred stages at once in one process", async (t) => {
  const worker = world.worker("hundred@test", "--concurrency", "100");
  const pid = await world.processOf(worker);
  await fill(100, () =>
    t.diagnostic(`resident memory of the process: ${/VmRSS:\s+(\d+ kB)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]}`),
  );
  await end(worker, "SIGTERM");
});

test("a worker that is stopped during four jobs and started again loses none and does none twice", async () => {
  const first = world.worker("first@test", "--concurrency", "4");
  const begun = await Promise.all(Array.from({ length: 4 }, () => world.begin({ seconds: 12 })));
  for (const { id } of begun) await world.until(id, ({ state }) => state === "PROGRESS");
  assert.equal(await end(first, "SIGTERM"), 0);
  const second = world.worker("second@test", "--concurrency", "4");
  for (const { id } of begun) {
    const { state, error, attempts } = await world.untilFinal(id);
    assert.equal(state, "SUCCESS", JSON.stringify(error));
    assert.equal(attempts.filter((attempt) => attempt.state === "ran").length, 1);
  }
  await end(second, "SIGTERM");
});
