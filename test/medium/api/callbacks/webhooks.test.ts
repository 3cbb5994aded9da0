import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { WebhookAddresses } from "../../../../api/callbacks/webhook-addresses.js";
import { type Ending, endJob, endJobs } from "../../../../store/endings.js";
import { until } from "../../../until.js";
import { Sink } from "../../sink.js";
import { type RunningApi, runApi, WEBHOOK_SECRET } from "../running-api.js";

let api: RunningApi;
let sink: Sink;

before(async () => {
  api = await runApi({
    callbacks: { firstWaitMs: 100, longestWaitMs: 20_000, attemptMs: 8000 },
    env: { AVALANCHE_WEBHOOK_HOSTS: "127.0.0.1" },
  });
});

after(() => api?.stop());

beforeEach(async () => {
  sink = await Sink.open();
});

afterEach(() => sink.close());

const FAILURE: Ending = { state: "FAILURE", error: { type: "InvalidInput", message: "a.fastq, line 3: no base", stage: "import_input" } };

async function submitted(options: Record<string, unknown>): Promise<string> {
  const answer = await api.submit({ task: "noop", params: {}, options });
  assert.equal(answer.status, 202, answer.text);
  return answer.json.id;
}

/** A job that has ended, with a call of the sink owed for it. */
async function ended(ending: Ending, on = "on_failure"): Promise<string> {
  const id = await submitted({ [on]: { webhook: sink.url }, tags: ["creek"] });
  await endJob(api.parts.db, id, ending);
  return id;
}

const job = async (id: string) => (await api.send(`/api/v1/jobs/${id}`)).json;
const callback = async (id: string) => (await job(id)).callbacks[0];
const events = async (id: string) =>
  (await api.send(`/api/v1/jobs/${id}/events`)).json.events.filter(({ type }: { type: string }) => type === "callback");

const untilSettled = (id: string) => until("the callback to be settled", async () => (await callback(id)).state !== "due");

/** As a receiver does it, with a library that is not ours; refuses what is older than five minutes. */
const verified = (nth: number) => new Webhook(WEBHOOK_SECRET).verify(sink.calls[nth]!.body, sink.calls[nth]!.headers) as any; // oxlint-disable-line typescript/no-explicit-any

test("a job that failed calls its webhook exactly once, signed, with what went wrong", async () => {
  const id = await ended(FAILURE);
  await untilSettled(id);
  const message = verified(0);
  assert.deepEqual(
    [message.type, message.id, message.task, message.state, message.error, message.result, message.tags],
    ["job.failed", id, "noop", "FAILURE", FAILURE.error, null, ["creek"]],
  );
  const { submitted_at, started_at, finished_at } = await job(id);
  assert.deepEqual([message.submitted_at, message.started_at, message.finished_at], [submitted_at, started_at, finished_at]);
  assert.equal(sink.calls[0]!.headers["webhook-id"], `${id}_on_failure`);
  assert.deepEqual(await callback(id), {
    on: "failure",
    target: sink.url,
    state: "done",
    attempts: 1,
    last_error: null,
    next_attempt_at: null,
    job: null,
  });
  assert.deepEqual(
    (await events(id)).map(({ message: text }: { message: string }) => text),
    [`on_failure: delivered to 127.0.0.1:${sink.port}, which answered 200`],
  );
  // A job that ends later is called for; the first is not called for again meanwhile.
  await untilSettled(await ended(FAILURE));
  assert.equal(sink.calls.length, 2);
});

test("a cancelled job calls the webhook of a failure, and says that it was cancelled", async () => {
  await untilSettled(await ended({ state: "REVOKED" }));
  assert.deepEqual([verified(0).type, verified(0).error], ["job.revoked", { type: "Revoked", message: "the job was cancelled" }]);
});

test("a success calls the other one, with the result", async () => {
  const id = await ended({ state: "SUCCESS", result: { seconds: 1, attempts: 1, payload_bytes: 0 } }, "on_success");
  await untilSettled(id);
  assert.deepEqual([verified(0).type, verified(0).result.attempts, verified(0).result_url], ["job.succeeded", 1, null]);
  const other = await ended({ state: "SUCCESS", result: {} }, "on_failure");
  assert.deepEqual((await job(other)).callbacks, []);
});

test("a result above 64 KB is left out, and its address given", async () => {
  const id = await ended({ state: "SUCCESS", result: { text: "x".repeat(70_000) } }, "on_success");
  await untilSettled(id);
  assert.deepEqual([verified(0).result, verified(0).result_url], [null, `/api/v1/jobs/${id}/result`]);
});

test("row 27: a receiver that is away, then answers 500, hangs, redirects and sends 100 MB is called again until it is well", async () => {
  const answers: Record<number, typeof sink.answer> = {
    1: (response) => void response.destroy(),
    2: (response) => void response.writeHead(500).end("no"),
    3: () => undefined,
    4: (response) => void response.writeHead(302, { location: `http://127.0.0.1:${sink.port}/elsewhere` }).end(),
    5: (response) => {
      const chunk = Buffer.alloc(1 << 20);
      const send = (left: number): void => void (left > 0 && response.writable && response.write(chunk, () => send(left - 1)));
      response.writeHead(503);
      send(100);
    },
  };
  sink.answer = (response, nth) => (answers[nth] ?? ((last) => void last.end()))(response, nth);
  const id = await ended(FAILURE);
  const { updated_at: _, ...before } = await job(id);
  await untilSettled(id);
  assert.equal(sink.calls.length, 6);
  assert.equal(new Set(sink.calls.map(({ headers, body }) => `${headers["webhook-id"]} ${body}`)).size, 1);
  verified(5);
  const said = (await events(id)).map(({ message }: { message: string }) => message);
  for (const [nth, text] of [
    /socket hang up/,
    /answered 500/,
    /no answer within 8 s/,
    /answered 302; redirects are not/,
    /answered 503/,
    /delivered/,
  ].entries())
    assert.match(said[nth], text);
  const { callbacks, ...after } = await job(id);
  assert.deepEqual([callbacks[0].state, callbacks[0].attempts], ["done", 6]);
  assert.deepEqual({ ...after, callbacks: [] }, { ...before, callbacks: [] });
});

test("a receiver that answers 410 is not called again", async () => {
  sink.answer = (response) => void response.writeHead(410).end();
  const id = await ended(FAILURE);
  await untilSettled(id);
  assert.match((await callback(id)).last_error, /410/);
  assert.deepEqual([(await callback(id)).state, (await callback(id)).next_attempt_at, sink.calls.length], ["failed", null, 1]);
});

test("a wait that the receiver asks for is shown and kept, up to the longest", async () => {
  sink.answer = (response) => void response.writeHead(429, { "retry-after": "3600" }).end();
  const id = await ended(FAILURE);
  await until("the first attempt", async () => (await events(id)).length >= 1);
  const [event] = await events(id);
  const waits = Date.parse(event.next_retry_at) - Date.parse(event.at);
  assert.ok(waits > 15_000 && waits < 25_000, `${waits}`);
});

test("a receiver that hangs does not hold up the others", async () => {
  const other = await Sink.open();
  sink.answer = () => undefined;
  const hanging = [];
  for (let nth = 0; nth < 30; nth++) hanging.push({ ...FAILURE, id: await submitted({ on_failure: { webhook: sink.url } }) });
  const id = await submitted({ on_failure: { webhook: other.url } });
  await endJobs(api.parts.db, [...hanging, { ...FAILURE, id }]);
  await until("the other one", () => other.calls.length === 1);
  assert.ok(sink.calls.length <= 12, `${sink.calls.length} calls of the one that hangs came first`);
  await other.close();
});

test("rows 22 and 25: a webhook to an address that is not allowed is a 400 that names it", async () => {
  for (const url of [
    "http://[::1]",
    "http://169.254.169.254/latest/meta-data",
    "http://localhost.localdomain",
    "https://10.0.0.1",
    "http://example.org",
    "https://user:pw@example.org",
    "https://example.org:22",
    "file:///etc/passwd",
    "ftp://example.org",
  ]) {
    for (const on of ["on_success", "on_failure"]) {
      const answer = await api.submit({ task: "noop", options: { [on]: { webhook: url } } });
      assert.deepEqual(
        [answer.status, answer.json.issues.map(({ path }: { path: string }) => path)],
        [400, [`options.${on}.webhook`]],
        url,
      );
    }
  }
});

test("row 24: a redirect to an address that is not allowed is not followed", async () => {
  const inside = await Sink.open();
  sink.answer = (response, nth) => void response.writeHead(nth === 1 ? 307 : 410, { location: inside.url }).end();
  await untilSettled(await ended(FAILURE));
  assert.deepEqual([sink.calls.length, inside.calls.length], [2, 0]);
  await inside.close();
});

test("row 23: a public name that leads here, also only at the second look-up, is blocked when it is connected to", async () => {
  const answers = ["8.8.8.8", "127.0.0.1"];
  const addresses = new WebhookAddresses({ named: [], networks: [] }, async () => [{ address: answers.shift() ?? "127.0.0.1", family: 4 }]);
  const url = `https://rebound.example.org:${sink.port}`;
  assert.equal(addresses.refusal(url), null);
  const once = await runApi({ callbacks: { attemptMs: 4000, firstWaitMs: 50, giveUpMs: 15_000 }, addresses });
  const { id } = (await once.submit({ task: "noop", options: { on_failure: { webhook: url } } })).json;
  await endJob(once.parts.db, id, FAILURE);
  const settled = async () => (await once.send(`/api/v1/jobs/${id}`)).json.callbacks[0].state === "failed";
  await until("it to be given up", settled);
  assert.match(
    (await once.send(`/api/v1/jobs/${id}`)).json.callbacks[0].last_error,
    /leads to an address that is not public.*given up after/,
  );
  assert.equal(sink.calls.length, 0);
  await once.stop();
});
