import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Ending, endJob } from "../../../../store/endings.js";
import { until } from "../../../until.js";
import { type RunningApi, runApi } from "../running-api.js";

let api: RunningApi;

before(async () => {
  api = await runApi({ callbacks: { firstWaitMs: 100 } });
});

after(() => api?.stop());

const SUCCESS: Ending = { state: "SUCCESS", result: { seconds: 2, attempts: 3, payload_bytes: 0 } };
const FAILURE: Ending = { state: "FAILURE", error: { type: "InvalidInput", message: "a.fastq, line 3: no base" } };

const job = async (id: string) => (await api.send(`/api/v1/jobs/${id}`)).json;

/** A job that has ended, and what followed. */
async function settled(ending: Ending, options: Record<string, unknown>) {
  const answer = await api.submit({ task: "noop", params: {}, options });
  assert.equal(answer.status, 202, answer.text);
  const { id } = answer.json;
  await endJob(api.parts.db, id, ending);
  await until("the callback to be settled", async () => (await job(id)).callbacks[0]?.state !== "due");
  const now = await job(id);
  return { id, job: now, callback: now.callbacks[0] };
}

test("a task follows a success with what it takes from the result, and says whose callback it is", async () => {
  const target = { task: "noop", params: { payload_bytes: 5 }, take: { seconds: "result.seconds", fail_times: "result.attempts" } };
  const { id, callback } = await settled(SUCCESS, { on_success: target });
  const followUp = await job(callback.job);
  assert.deepEqual([followUp.callback_of, followUp.task, followUp.submitted_by], [id, "noop", "operator"]);
  assert.deepEqual(followUp.params, { payload_bytes: 5, seconds: 2, fail_times: 3 });
  assert.deepEqual([callback.on, callback.target, callback.state, callback.attempts], ["success", "noop", "done", 1]);
  assert.deepEqual([followUp.callbacks, (await job(id)).callback_of], [[], null]);
  const events = (await api.send(`/api/v1/jobs/${id}/events`)).json.events;
  assert.deepEqual([events.at(-1).type, events.at(-1).message], ["callback", `on_success: submitted noop as ${callback.job}`]);
});

test("a task that was submitted by a process that died then is not submitted again", async () => {
  const { id, callback } = await settled(FAILURE, { on_failure: { task: "noop" } });
  await api.parts.db.query("update callbacks set state = 'due', next_attempt_at = now(), follow_up = null where job_id = $1", [id]);
  await until(
    "the second attempt",
    async () => (await job(id)).callbacks[0].attempts === 2 && (await job(id)).callbacks[0].state === "done",
  );
  assert.equal((await job(id)).callbacks[0].job, callback.job);
  const followUps = await api.parts.db.query("select id from jobs where callback_of = $1", [id]);
  assert.equal(followUps.length, 1);
});

test("a value that does not fit is told with the job, whose state stays", async () => {
  const ending: Ending = { state: "SUCCESS", result: { seconds: -1, attempts: 1 } };
  const refused = await settled(ending, { on_success: { task: "noop", take: { seconds: "result.seconds" } } });
  assert.deepEqual([refused.job.state, refused.callback.state, refused.callback.attempts], ["SUCCESS", "failed", 1]);
  assert.match(refused.callback.last_error, /noop was refused: params.seconds/);
  const missing = await settled(ending, { on_success: { task: "noop", take: { payload_bytes: "result.payload_bytes" } } });
  assert.match(missing.callback.last_error, /payload_bytes from result.payload_bytes, which this job does not have/);
  assert.equal(missing.callback.state, "failed");
});

test("what is wrong with a callback's task is a 400 that names it", async () => {
  for (const [on, target, path, reason] of [
    ["on_failure", { task: "tidy_up" }, "options.on_failure.task", /no task "tidy_up"; the tasks are .*noop/],
    ["on_failure", { task: "noop", params: { secnds: 1 } }, "options.on_failure.params.secnds", /no such field/],
    ["on_failure", { task: "noop", params: { seconds: "1" } }, "options.on_failure.params.seconds", /expected number/],
    ["on_failure", { task: "noop", params: { seconds: -1 } }, "options.on_failure.params.seconds", />=0/],
    ["on_failure", { task: "noop", take: { secnds: "id" } }, "options.on_failure.take.secnds", /no parameter secnds/],
    [
      "on_failure",
      { task: "noop", take: { seconds: "error.message" } },
      "options.on_failure.take.seconds",
      /is string; the parameter is number/,
    ],
    [
      "on_failure",
      { task: "noop", params: { seconds: 1 }, take: { seconds: "result.seconds" } },
      "options.on_failure.take.seconds",
      /also in params/,
    ],
    ["on_success", { task: "noop", take: { seconds: "result.features" } }, "options.on_success.take.seconds", /gives no result.features/],
    ["on_success", { task: "noop", take: { seconds: "error.message" } }, "options.on_success.take.seconds", /succeeded has no error/],
    ["on_success", { task: "noop", options: { on_success: { task: "noop" } } }, "options.on_success.options", /no such field/],
    ["on_success", { task: "noop", webhook: "https://example.org" }, "options.on_success", /either/],
    ["on_success", {}, "options.on_success", /either/],
    ["on_success", "https://example.org", "options.on_success", /either/],
    ["on_success", { task: "run_analysis", take: { dataset_path: "id" } }, "options.on_success.params.reference", /is needed: `taxonomic`/],
  ] as const) {
    const { status, json } = await api.submit({ task: "noop", options: { [on]: target } });
    assert.equal(status, 400, JSON.stringify(target));
    const issue = json.issues.find((one: { path: string }) => one.path === path);
    assert.match(issue?.message ?? JSON.stringify(json), reason, JSON.stringify(target));
  }
});

test("a callback that is wrong is named together with everything else that is", async () => {
  const { json } = await api.submit({ task: "noop", params: { seconds: -1 }, options: { on_failure: { task: "x" } } });
  assert.deepEqual(
    json.issues.map(({ path }: { path: string }) => path),
    ["params.seconds", "options.on_failure.task"],
  );
});
