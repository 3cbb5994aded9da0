import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { StageOutput } from "../../../contracts/job.js";
import { attemptsOf } from "../../../store/attempts.js";
import { Database } from "../../../store/database.js";
import { eventsOf, logsOf } from "../../../store/history.js";
import { Jobs } from "../../../store/jobs.js";
import { isOutage } from "../../../store/outage.js";
import { Recorder } from "../../../store/recorder.js";
import { StageCache } from "../../../store/stage-cache.js";
import { type Servers, startServers } from "../../servers.js";
import { until } from "../../until.js";
import { Detour } from "./detour.js";
import { newJob } from "../new-job.js";

let servers: Servers;
let detour: Detour;
/** As the worker reaches the database. */
let away: Database;
let db: Database;

before(async () => {
  servers = await startServers({ temporal: false });
  detour = await Detour.to(servers.databaseUrl);
  away = new Database(detour.url);
  db = new Database(servers.databaseUrl);
});
after(async () => {
  await away.close();
  await db.close();
  detour.end();
  await servers.stop();
});

const output: StageOutput<unknown> = {
  value: { reads: 1 },
  report: { state: "ran", startedMs: 1, endedMs: 2, spans: [[1, 2]], warnings: [], versions: {}, commands: [] },
};

test("what a worker tells during an outage of the database is written afterwards, in order and once", async () => {
  const { id } = await new Jobs(db).submit(newJob());
  const key = { job_id: id, stage: "wait", subject: "", try_number: 1, attempt: 1 };
  const recorder = new Recorder(away, "worker@test");
  recorder.begin(key);
  recorder.log(key, "before\n");
  await recorder.settled();
  detour.close();
  recorder.progress(key, 0.5, "half");
  recorder.log(key, "meanwhile\n");
  await recorder.settled();
  recorder.end(key, { state: "ran", why: null, cpu_seconds: 2, peak_memory_bytes: 3, error: null });
  await recorder.settled();
  assert.deepEqual(
    (await attemptsOf(db, id)).map(({ state }) => state),
    ["running"],
  );
  detour.open();
  await until("the end to be written", async () => (await attemptsOf(db, id))[0]?.state === "ran");
  await recorder.close();
  assert.equal((await logsOf(db, id)).map(({ text }) => text).join(""), "before\nmeanwhile\n");
  assert.deepEqual(
    (await eventsOf(db, id)).map(({ state }) => state),
    ["PENDING", "STARTED", "PROGRESS"],
  );
});

test("a connection that breaks in the middle of a transaction fails that transaction and nothing else", async () => {
  await assert.rejects(
    away.transaction(async (query) => {
      await query("select 1");
      detour.close();
      await query("select 1");
    }),
    isOutage,
  );
  detour.open();
  assert.deepEqual(await away.transaction((query) => query("select 1 as one")), [{ one: 1 }]);
});

test("a stage waits for the cache through an outage, and a cancel ends the wait", async () => {
  const cache = new StageCache(away);
  const entry = { key: "k1", stage: "denoise", ingredients: { vsearch: "2.22.1" }, jobId: "j", output };
  detour.close();
  const kept = cache.keep(entry, new AbortController().signal);
  const cancel = new AbortController();
  const cancelled = cache.find("k1", cancel.signal);
  cancel.abort(new Error("cancelled"));
  await assert.rejects(cancelled, /cancelled/);
  detour.open();
  await kept;
  const found = await cache.find("k1", new AbortController().signal);
  assert.deepEqual(found?.output, { reads: 1 });
});

test("an error of the statement itself is not waited for", async () => {
  const cache = new StageCache(db);
  const bad = { key: "nul\0", stage: "denoise", ingredients: {}, jobId: "j", output };
  await assert.rejects(cache.keep(bad, new AbortController().signal), /invalid byte sequence/);
});
