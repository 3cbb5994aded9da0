import assert from "node:assert/strict";
import { readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { FolderArtifacts } from "../../../store/artifacts.js";
import { endJob } from "../../../store/endings.js";
import { eventsOf } from "../../../store/history.js";
import { markLost, recordPause, recordPlan, recordRetry } from "../../../store/job-records.js";
import { Jobs } from "../../../store/jobs.js";
import { migrate } from "../../../store/migrate.js";
import { Recorder } from "../../../store/recorder.js";
import { newJob } from "../new-job.js";
import { statesOf } from "./possible-states.js";
import { openDatabase } from "./open-database.js";

const { db, servers } = await openDatabase();
const jobs = new Jobs(db);

const submit = async () => (await jobs.submit(newJob())).id;
const stateOf = async (id: string) => (await jobs.find("operator", id))?.state;
const keyOf = (id: string, attempt: number, stage = "wait") => ({ job_id: id, stage, subject: "", try_number: 1, attempt });

test("whatever order the writers come in, no state follows an impossible one, and a final state is final", async () => {
  for (let round = 0; round < 25; round++) {
    const id = await submit();
    const recorder = new Recorder(db, "worker@test");
    const error = { type: "ToolFailed" as const, message: "no" };
    const steps = [
      async () => recorder.begin(keyOf(id, 1)),
      async () => recorder.progress(keyOf(id, 1), 0.5, "half"),
      async () => recorder.end(keyOf(id, 1), { state: "failed", why: null, cpu_seconds: null, peak_memory_bytes: null, error }),
      async () => recordRetry(db, id, { stage: "wait", error, nextRetryAt: new Date() }),
      async () => recorder.begin(keyOf(id, 2)),
      async () => markLost(db, id, ["wait"]),
      async () => endJob(db, id, { state: "SUCCESS", result: 1 }),
      async () => endJob(db, id, { state: "REVOKED" }),
    ];
    const order = steps.map((step) => ({ step, at: Math.random() })).sort((a, b) => a.at - b.at);
    for (const { step } of order) await step();
    await recorder.close();
    const states = statesOf(await eventsOf(db, id));
    assert.equal(await stateOf(id), states.at(-1));
    assert.equal(states.filter((state) => ["SUCCESS", "REVOKED"].includes(state)).length, 1);
  }
});

test("late words of a worker that was held change nothing: of a try after which another began, and of a pause that is over", async () => {
  const id = await submit();
  const recorder = new Recorder(db, "worker@test");
  recorder.begin({ ...keyOf(id, 1), try_number: 2 });
  await recorder.settled();
  const before = await stateOf(id);
  const error = { type: "ToolFailed" as const, message: "no" };
  const late = { stage: "wait", error, nextRetryAt: new Date() };
  await recordRetry(db, id, { ...late, failed: { subject: "", tryNumber: 1 } });
  await recordPause(db, id);
  assert.equal(await stateOf(id), before);
  await recordRetry(db, id, { ...late, failed: { subject: "", tryNumber: 2 } });
  assert.equal(await stateOf(id), "RETRY");
  await recorder.close();
});

test("a worker that was lost shows as RETRY, also where nobody knew before the next one began", async () => {
  const id = await submit();
  for (const attempt of [1, 2]) {
    const recorder = new Recorder(db, "worker@test");
    recorder.begin(keyOf(id, attempt));
    recorder.progress(keyOf(id, attempt), 0.5, "");
    await recorder.close();
  }
  const events = await eventsOf(db, id);
  assert.deepEqual(statesOf(events), ["PENDING", "STARTED", "PROGRESS", "RETRY", "PROGRESS"]);
  assert.equal(events.at(-2)?.message, "the worker of wait was lost; another one goes on");
});

test("a percentage never goes back, not even when a worker is lost", async () => {
  const id = await submit();
  await recordPlan(db, id, [
    { name: "wait", subjects: 1 },
    { name: "rest", subjects: 1 },
  ]);
  const percents: number[] = [];
  const see = async () => percents.push((await jobs.find("operator", id))?.progress?.percent ?? -1);
  for (const [attempt, fractions] of [
    [1, [0.2, 0.6]],
    [2, [0.1, 0.9]],
  ] as const) {
    const recorder = new Recorder(db, "worker@test");
    recorder.begin(keyOf(id, attempt));
    for (const fraction of fractions) {
      recorder.progress(keyOf(id, attempt), fraction, "");
      await recorder.close();
      await see();
    }
  }
  assert.deepEqual(percents, [10, 30, 30, 45]);
});

test("a job that succeeds though its record is PAUSED went on before: no state follows an impossible one", async () => {
  const id = await submit();
  await db.query("update jobs set pause_requested = true, handed_over_at = now() where id = $1", [id]);
  await recordPause(db, id);
  assert.equal(await stateOf(id), "PAUSED");
  await endJob(db, id, { state: "SUCCESS", result: 1 });
  assert.deepEqual(statesOf(await eventsOf(db, id)), ["PENDING", "PAUSED", "PROGRESS", "SUCCESS"]);
});

test("a job that ends says so once, however often it is told", async () => {
  const id = await submit();
  const ended = await Promise.all(Array.from({ length: 10 }, () => endJob(db, id, { state: "SUCCESS", result: { b: 1, a: 2 } })));
  assert.equal(ended.filter(Boolean).length, 1);
  assert.equal(JSON.stringify((await jobs.find("operator", id))?.result), '{"b":1,"a":2}');
});

for (const [title, order] of [
  ["and was done before the other began", [1, 2]],
  ["and tells of it when the other is done", [2, 1]],
] as const) {
  test(`an attempt in whose place came another is lost, also where it did its work ${title}`, async () => {
    const id = await submit();
    for (const attempt of order) {
      const recorder = new Recorder(db, `worker-${attempt}@test`);
      recorder.begin(keyOf(id, attempt));
      recorder.end(keyOf(id, attempt), { state: "ran", why: null, cpu_seconds: null, peak_memory_bytes: null, error: null });
      await recorder.close();
    }
    const attempts = (await jobs.detail("operator", id))?.attempts ?? [];
    assert.deepEqual(attempts.map(({ worker, state }) => `${worker} ${state}`).sort(), ["worker-1@test lost", "worker-2@test ran"]);
  });
}

test("a worker's clock that jumps by an hour leads to no time that is negative, or far from the database's", async (context) => {
  const id = await submit();
  const recorder = new Recorder(db, "worker@test");
  recorder.begin(keyOf(id, 1));
  await recorder.settled();
  context.mock.timers.enable({ apis: ["Date"], now: Date.now() - 3_600_000 });
  recorder.end(keyOf(id, 1), { state: "ran", why: null, cpu_seconds: null, peak_memory_bytes: null, error: null });
  recorder.begin(keyOf(id, 2));
  await recorder.close();
  await endJob(db, id, { state: "SUCCESS", result: 1 });
  const [times] = await db.query(
    `select bool_and(a.ended_at >= a.started_at) as ordered, j.finished_at >= j.started_at as job_ordered,
       min(a.started_at) > now() - interval '1 minute' and max(a.beat_at) <= now() as near
     from jobs j join attempts a on a.job_id = j.id where j.id = $1 group by j.id`,
    [id],
  );
  assert.deepEqual(times, { ordered: true, job_ordered: true, near: true });
});

test("several may migrate at once, and again", async () => {
  const applied = await Promise.all([migrate(servers.databaseUrl), migrate(servers.databaseUrl)]);
  assert.deepEqual(applied, [[], []]);
});

test("an artifact is seen when it is whole, equal bytes are one file, and a failed write leaves nothing", async () => {
  const folder = join(servers.home, "artifacts");
  const artifacts = new FolderArtifacts(folder);
  const write = (text: string) => artifacts.create((path) => writeFile(path, text));
  const [one, two] = await Promise.all([write("same"), write("same")]);
  assert.equal(one?.artifact, two?.artifact);
  await assert.rejects(
    artifacts.create(async (path) => {
      await writeFile(path, "half");
      throw new Error("disk full");
    }),
    /disk full/,
  );
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  assert.deepEqual(
    files.map(({ name }) => name),
    [one?.sha256],
  );
});

test("half files of processes that were killed are swept, those that are written stay", async () => {
  const folder = join(servers.home, "swept");
  const artifacts = new FolderArtifacts(folder);
  const stale = join(folder, "incoming", "stale");
  await artifacts.create(async (path) => {
    await writeFile(path, "whole");
    await writeFile(stale, "half");
    await utimes(stale, new Date(0), new Date(0));
    await artifacts.sweep();
    assert.equal((await readdir(join(folder, "incoming"))).length, 1);
  });
  assert.deepEqual(await readdir(join(folder, "incoming")), []);
});
