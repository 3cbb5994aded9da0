import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { Database } from "../../../store/database.js";
import { forgetWorker, liveWorkers, recordWorker, type WorkerRecord } from "../../../store/workers.js";
import { type Servers, startServers } from "../../servers.js";

let servers: Servers;
let db: Database;

before(async () => {
  servers = await startServers({ temporal: false });
  db = new Database(servers.databaseUrl);
});
after(async () => {
  await db.close();
  await servers.stop();
});

const worker = (queue: WorkerRecord["queues"][number]): WorkerRecord => ({
  id: randomUUID(),
  identity: "worker@test",
  host: "test",
  pid: 1,
  queues: [queue],
  concurrency: 4,
  startedAt: new Date(),
});
const queues = async () => (await liveWorkers(db)).flatMap((one) => one.queues).sort();

test("two workers of one name both count, and the end of one takes nothing from the other", async () => {
  const [one, two] = [worker("analysis"), worker("downloads")];
  for (const record of [one, two, one]) await recordWorker(db, record);
  assert.deepEqual(await queues(), ["analysis", "downloads"]);
  await forgetWorker(db, two.id);
  assert.deepEqual(await queues(), ["analysis"]);
});

test("workers that were killed are forgotten in time", async () => {
  const killed = worker("training");
  await recordWorker(db, killed);
  await db.query("update workers set seen_at = now() - interval '2 days' where id = $1", [killed.id]);
  await recordWorker(db, worker("default"));
  assert.deepEqual(await db.query("select id from workers where id = $1", [killed.id]), []);
});
