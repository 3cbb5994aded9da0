import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { pino } from "pino";
import { createParts } from "../../../api/parts.js";
import { applyRates } from "../../../api/queues/apply-rates.js";
import { startApi } from "../../../api/start-api.js";
import { QueueAlerts } from "../../../api/reconciler/queue-alerts.js";
import { loadConfig } from "../../../config/config.js";
import { recordWorker } from "../../../store/workers.js";
import { until } from "../../until.js";
import { type RunningApi, runApi, TOKEN } from "./running-api.js";

let api: RunningApi;

before(async () => {
  api = await runApi({ temporal: true });
});

after(() => api.stop());

const queues = async () => (await api.send("/api/v1/queues")).json.queues as Record<string, unknown>[];
const queue = async (name: string) => (await queues()).find((entry) => entry["queue"] === name)!;

const setRate = (name: string, body: unknown) =>
  api.send(`/api/v1/queues/${name}/rate`, { method: "PUT", body: JSON.stringify(body), headers: { "content-type": "application/json" } });

/** What Temporal itself says. */
async function rateInTemporal(name: string): Promise<number | undefined> {
  const { config } = await api.parts.temporal.client.connection.workflowService.describeTaskQueue({
    namespace: "default",
    taskQueue: { name },
    taskQueueType: 2,
    reportConfig: true,
  });
  return config?.queueRateLimit?.rateLimit?.requestsPerSecond ?? undefined;
}

test("seven jobs on a queue without a worker are counted as seven, with their age, and scheduled ones apart", async () => {
  for (let job = 0; job < 7; job++) await api.submit({ task: "noop", options: { queue: "downloads" } });
  await api.submit({ task: "noop", options: { queue: "downloads", countdown: 600 } });
  await api.parts.db.query(
    "update jobs set submitted_at = now() - interval '90 seconds' where id = (select min(id) from jobs where due_at is null)",
  );
  const { oldest_queued_seconds: age, ...counts } = await queue("downloads");
  assert.deepEqual(counts, {
    queue: "downloads",
    queued: 7,
    running: 0,
    retrying: 0,
    paused: 0,
    scheduled: 1,
    workers: [],
    per_second: null,
    rate_applied: true,
  });
  assert.ok(Number(age) >= 90 && Number(age) < 600, String(age));
  assert.deepEqual(
    (await queues()).map((entry) => entry["queue"]),
    ["default", "analysis", "training", "downloads", "maintenance"],
  );
  assert.equal((await queue("training"))["oldest_queued_seconds"], null);
});

test("a queue whose oldest job waits too long is a warning of the log, once, until it is over", async () => {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line) => void lines.push(JSON.parse(line)) });
  const alerts = new QueueAlerts(60);
  const look = () => alerts.look({ db: api.parts.db, log });
  for (let turn = 0; turn < 3; turn++) await look();
  assert.equal(lines.length, 1, JSON.stringify(lines));
  const { oldest_seconds: age, ...line } = lines[0]!;
  assert.deepEqual(line, { level: 40, queue: "downloads", queued: 7, workers: 0, msg: "queue backlog" });
  assert.ok(Number(age) >= 90);
  await api.parts.db.query("update jobs set submitted_at = now() where queue = 'downloads'");
  await look();
  assert.deepEqual(lines[1], { level: 30, queue: "downloads", queued: 7, msg: "queue backlog is over" });
});

test("a pending job says whether a worker, a slot, its time or the queue's rate is what it waits for", async () => {
  const { id } = (await api.submit({ task: "noop", options: { queue: "training" } })).json;
  const why = async () => (await api.send(`/api/v1/jobs/${id}`)).json.waiting_for as string;
  await until("Temporal to have it", async () => /no worker on queue training/.test(await why()));
  const worker = {
    identity: "w@test",
    host: "h",
    pid: 1,
    supervisorPid: 1,
    queues: ["training" as const],
    concurrency: 1,
    startedAt: new Date(),
  };
  await recordWorker(api.parts.db, { ...worker, id: randomUUID() }, { stagesDone: 0, stagesFailed: 0, rssBytes: 0, isDraining: false });
  assert.match(await why(), /queue training has a free slot/);
  assert.deepEqual((await queue("training"))["workers"], [{ identity: "w@test", slots: 1 }]);
  await setRate("training", { per_second: 0.5 });
  assert.match(await why(), /the rate of queue training is limited to 0.5 stages a second/);
  const { id: busy } = (await api.submit({ task: "noop", options: { queue: "training" } })).json;
  await api.parts.db.query(
    "insert into attempts (job_id, stage, subject, try_number, attempt, worker, state, started_at, beat_at) values ($1, 'wait', '', 1, 1, 'w@test', 'running', now(), now())",
    [busy],
  );
  assert.match(await why(), /queue training is full/);
  await api.parts.db.query("update jobs set due_at = now() + interval '1 hour', handed_over_at = null where id = $1", [id]);
  assert.match(await why(), /starts at .* \(eta\)/);
});

test("a rate reaches Temporal at once, is shown, and is taken away again; each change is in the audit log", async () => {
  const set = await setRate("default", { per_second: 2 });
  assert.deepEqual([set.status, set.json.queue, set.json.per_second, set.json.rate_applied], [200, "default", 2, true]);
  await until("Temporal to have the rate", async () => (await rateInTemporal("default")) === 2);
  assert.equal((await queue("default"))["per_second"], 2);
  const removed = await setRate("default", { per_second: null });
  assert.deepEqual([removed.status, removed.json.per_second], [200, null]);
  await until("Temporal to have none", async () => (await rateInTemporal("default")) !== 2);
  const { entries } = (await api.send("/api/v1/audit?action=queue_rate&limit=2")).json;
  assert.deepEqual(
    entries.map(({ detail }: { detail: unknown }) => detail),
    [
      { queue: "default", per_second: null },
      { queue: "default", per_second: 2 },
    ],
  );
});

test("a queue that does not exist is 404 with the list, and a rate that is none is refused", async () => {
  const answer = await setRate("download", { per_second: 2 });
  assert.equal(answer.status, 404);
  assert.match(answer.json.detail, /there is no queue "download"; the queues are default, analysis, training, downloads, maintenance/);
  for (const body of [
    {},
    { per_second: 0 },
    { per_second: -1 },
    { per_second: "2" },
    { per_second: 1e9 },
    { per_second: 2, queue: "x" },
    null,
  ])
    assert.equal((await setRate("default", body)).status, 400, JSON.stringify(body));
});

test("a rate that is set while Temporal is away is kept, and holds when it is back", async () => {
  const config = loadConfig({ AVALANCHE_HOME: api.servers.home, TEMPORAL_ADDRESS: "127.0.0.1:1" });
  const parts = await createParts(config, api.servers.databaseUrl, TOKEN, pino({ level: "silent" }));
  const other = await startApi(parts, 0);
  try {
    const set = await fetch(`${other.url}/api/v1/queues/analysis/rate`, {
      method: "PUT",
      body: '{"per_second":3}',
      headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    });
    assert.deepEqual([set.status, ((await set.json()) as { rate_applied: boolean }).rate_applied], [200, false]);
  } finally {
    await other.stop(200);
    await parts.temporal.close();
    await parts.db.close();
  }
  await applyRates(api.parts);
  await until("Temporal to have the rate", async () => (await rateInTemporal("analysis")) === 3);
  assert.equal((await queue("analysis"))["rate_applied"], true);
});
