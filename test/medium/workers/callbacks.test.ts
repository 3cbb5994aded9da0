import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { after, before, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { until } from "../../until.js";
import { type RunningApi, runApi, WEBHOOK_SECRET } from "../api/running-api.js";
import { Sink } from "../sink.js";
import { end, startWorker } from "../world.js";

let api: RunningApi;
let sink: Sink;
let worker: ChildProcess;
let logged = "";

before(async () => {
  sink = await Sink.open();
  api = await runApi({ temporal: true, reconciler: true, callbacks: {}, env: { AVALANCHE_WEBHOOK_HOSTS: "127.0.0.1" } });
  worker = startWorker(api.servers, "callbacks@test");
  worker.stdout!.on("data", (chunk: Buffer) => (logged += chunk.toString()));
});

after(async () => {
  if (worker) await end(worker, "SIGKILL");
  await api?.stop();
  await sink?.close();
});

async function submitted(params: Record<string, unknown>, options: Record<string, unknown>): Promise<string> {
  const answer = await api.submit({ task: "noop", params, options });
  assert.equal(answer.status, 202, answer.text);
  return answer.json.id;
}

const job = async (id: string) => (await api.send(`/api/v1/jobs/${id}`)).json;

const callsOf = (id: string) =>
  sink.calls
    .map(({ body, headers }) => new Webhook(WEBHOOK_SECRET).verify(body, headers) as { id: string; type: string; error: unknown })
    .filter((call) => call.id === id);

test("a job that fails on a worker calls its webhook once with the error, and is one line of the log", async () => {
  const id = await submitted({ fail_times: 1 }, { max_retries: 0, on_failure: { webhook: sink.url } });
  await until("the callback", async () => (await job(id)).callbacks[0]?.state === "done");
  const { state, error } = await job(id);
  assert.equal(state, "FAILURE");
  assert.deepEqual(
    callsOf(id).map((call) => [call.type, call.error]),
    [["job.failed", error]],
  );
  const lines = logged.split("\n").filter((line) => line.includes(id) && line.includes('"job failed"'));
  assert.equal(lines.length, 1);
  const line = JSON.parse(lines[0]!);
  assert.deepEqual([line.level, line.job, line.type, line.error], [50, id, error.type, error.message]);
});

test("a job that is cancelled while it runs calls the webhook of a failure", async () => {
  const id = await submitted({ seconds: 600 }, { on_failure: { webhook: sink.url } });
  await until("the job to run", async () => (await job(id)).state === "PROGRESS");
  assert.equal((await api.send(`/api/v1/jobs/${id}/cancel`, { method: "POST" })).status, 200);
  await until("the callback", async () => (await job(id)).callbacks[0]?.state === "done");
  assert.deepEqual(
    callsOf(id).map(({ type }) => type),
    ["job.revoked"],
  );
});

test("a job whose workflow is terminated from outside calls it, too", async () => {
  const id = await submitted({ seconds: 600 }, { on_failure: { webhook: sink.url } });
  await until("the job to run", async () => (await job(id)).state === "PROGRESS");
  await api.parts.temporal.terminate(id, "tidied up", 60_000);
  await until("the callback", async () => (await job(id)).callbacks[0]?.state === "done");
  assert.deepEqual(
    callsOf(id).map(({ type, error }) => [type, (error as { type: string }).type]),
    [["job.failed", "Terminated"]],
  );
});

test("the task that follows a success runs with what it takes from the result", async () => {
  const id = await submitted({ payload_bytes: 7 }, { on_success: { task: "noop", take: { payload_bytes: "result.payload_bytes" } } });
  await until("the callback", async () => (await job(id)).callbacks[0]?.state === "done");
  const followUp = (await job(id)).callbacks[0].job;
  await until("what follows", async () => (await job(followUp)).ready);
  const { state, result, callback_of } = await job(followUp);
  assert.deepEqual([state, result.payload_bytes, callback_of], ["SUCCESS", 7, id]);
});

test("a group calls once when its members have ended, and each member that failed is a line of the log", async () => {
  const members = [{ params: {} }, { params: { fail_times: 1 } }, { params: {} }].map(({ params }) => ({
    task: "noop",
    params,
    options: { max_retries: 0 },
  }));
  const answer = await api.submit({
    task: "group",
    params: { members },
    options: { on_success: { webhook: sink.url }, on_failure: { webhook: sink.url } },
  });
  const { id } = answer.json;
  await until("the callback", async () => (await job(id)).callbacks[0]?.state === "done");
  assert.deepEqual(
    callsOf(id).map(({ type }) => type),
    ["job.succeeded"],
  );
  assert.equal(sink.calls.filter(({ body }) => JSON.parse(body).id.startsWith(`${id}.`)).length, 0);
  const failed = logged.split("\n").filter((line) => line.includes('"job failed"') && line.includes(`${id}.`));
  assert.deepEqual(
    failed.map((line) => JSON.parse(line).job),
    [`${id}.1`],
  );
});
