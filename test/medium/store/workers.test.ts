import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { forgetWorker, liveWorkers, recordWorker, type WorkerCondition, type WorkerRecord } from "../../../store/workers.js";
import { openDatabase } from "./open-database.js";

const { db } = await openDatabase();

const worker = (queue: WorkerRecord["queues"][number]): WorkerRecord => ({
  id: randomUUID(),
  identity: "worker@test",
  host: "test",
  pid: 2,
  supervisorPid: 1,
  queues: [queue],
  concurrency: 4,
  startedAt: new Date(),
});
const well: WorkerCondition = { stagesDone: 0, stagesFailed: 0, rssBytes: 1e8, isDraining: false };
const queues = async () => (await liveWorkers(db)).flatMap((one) => one.queues).sort();

test("two workers of one name both count, and the end of one takes nothing from the other", async () => {
  const [one, two] = [worker("analysis"), worker("downloads")];
  for (const record of [one, two, one]) await recordWorker(db, record, well);
  assert.deepEqual(await queues(), ["analysis", "downloads"]);
  await forgetWorker(db, two.id);
  assert.deepEqual(await queues(), ["analysis"]);
});

test("workers that were killed are forgotten in time", async () => {
  const killed = worker("training");
  await recordWorker(db, killed, well);
  await db.query("update workers set seen_at = now() - interval '2 days' where id = $1", [killed.id]);
  await recordWorker(db, worker("default"), well);
  assert.deepEqual(await db.query("select id from workers where id = $1", [killed.id]), []);
});

test("a worker shows what it has done and the memory that it takes; one that drains takes nothing new", async () => {
  const one = worker("maintenance");
  await recordWorker(db, one, well);
  assert.ok((await queues()).includes("maintenance"));
  await recordWorker(db, one, { stagesDone: 7, stagesFailed: 2, rssBytes: 3e8, isDraining: true });
  assert.deepEqual(await db.query("select stages_done, stages_failed, rss_bytes, draining from workers where id = $1", [one.id]), [
    { stages_done: 7, stages_failed: 2, rss_bytes: 3e8, draining: true },
  ]);
  assert.ok(!(await queues()).includes("maintenance"));
});
