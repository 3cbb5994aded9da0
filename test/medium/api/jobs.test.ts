import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { endJob } from "../../../store/endings.js";
import { until } from "../../until.js";
import { type RunningApi, runApi } from "./running-api.js";

let api: RunningApi;

before(async () => {
  api = await runApi({ temporal: true });
});

after(() => api.stop());

const noop = (options: Record<string, unknown> = {}, params: Record<string, unknown> = {}) => ({ task: "noop", params, options });

async function submitted(body: unknown = noop()): Promise<string> {
  const answer = await api.submit(body);
  assert.equal(answer.status, 202, answer.text);
  return answer.json.id;
}

const end = (id: string, state: "SUCCESS" | "FAILURE" | "REVOKED") =>
  endJob(
    api.parts.db,
    id,
    state === "SUCCESS"
      ? { state, result: { seconds: 0 } }
      : state === "FAILURE"
        ? { state, error: { type: "InvalidInput", message: "a.fastq, line 3: no base" } }
        : { state },
  );

const problemOf = (answer: { json: { type: string } }) => answer.json.type.split(":").at(-1);

test("a submit answers 202 with the job's address, and Temporal has the workflow", async () => {
  const answer = await api.submit(noop({ tags: ["creek"], priority: 1 }, { seconds: 2 }));
  assert.equal(answer.status, 202);
  assert.deepEqual(Object.keys(answer.json).sort(), ["id", "status", "task_id"]);
  assert.deepEqual([answer.json.task_id, answer.json.status], [answer.json.id, "submitted"]);
  assert.equal(answer.headers.location, `/api/v1/jobs/${answer.json.id}`);
  const address = String(answer.headers.location);
  await until("Temporal to have it", async () => /no worker on queue default/.test((await api.send(address)).json.waiting_for));
  const job = (await api.send(address)).json;
  assert.deepEqual(
    [job.state, job.ready, job.task, job.queue, job.submitted_by, job.priority, job.result],
    ["PENDING", false, "noop", "default", "operator", 1, null],
  );
  assert.deepEqual([job.params, job.tags, job.attempts], [{ seconds: 2 }, ["creek"], []]);
  const workflow = await api.parts.temporal.describe(job.id, 60_000);
  assert.deepEqual([workflow?.type, workflow?.taskQueue, workflow?.status.name], ["noop", "default", "RUNNING"]);
});

test("row 31: a hundred submits at once with one key give one job, and another body with it is refused", async () => {
  const key = { "idempotency-key": randomUUID() };
  const answers = await Promise.all(Array.from({ length: 100 }, () => api.submit(noop({ tags: ["once"] }), key)));
  assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [202]);
  assert.equal(new Set(answers.map((answer) => answer.json.id)).size, 1);
  const reordered = await api.send("/api/v1/jobs", {
    method: "POST",
    body: '{"options":{"tags":["once"]},"params":{},"task":"noop"}',
    headers: { "content-type": "application/json; charset=UTF-8", ...key },
  });
  assert.equal(reordered.json.id, answers[0]!.json.id);
  const other = await api.submit(noop({ tags: ["twice"] }), key);
  assert.deepEqual([other.status, problemOf(other)], [409, "idempotency-conflict"]);
  assert.equal((await api.send("/api/v1/jobs?tag=once")).json.jobs.length, 1);
});

test("a submit that is repeated after its input was moved gives the first job", async () => {
  const file = join(api.dataRoot, "moved.fasta");
  await writeFile(file, ">a\nACGT\n");
  const body = { task: "run_analysis", params: { dataset_path: "moved.fasta", reference: "moved.fasta" } };
  const key = { "idempotency-key": randomUUID() };
  const first = await api.submit(body, key);
  await rm(file);
  const repeated = await api.submit(body, key);
  assert.deepEqual([repeated.status, repeated.json], [202, first.json]);
  assert.equal((await api.submit(body)).status, 400);
});

test("row 28: an id that does not exist is 404 for every call, in whatever form", async () => {
  const ids = [
    randomUUID(),
    "*",
    "%25",
    "'%20or%201=1--",
    "..%2fx",
    "x".repeat(10_000),
    "%00",
    "job_00000000000000000000000000",
    "%F0%9F%90%9F",
  ];
  for (const id of ids) {
    for (const part of ["", "/progress", "/wait", "/result", "/events", "/logs", "/artifacts", "/artifacts/x", "/report"]) {
      const answer = await api.send(`/api/v1/jobs/${id}${part}`);
      assert.deepEqual([answer.status, problemOf(answer)], [404, "not-found"], `${id.slice(0, 40)}${part}`);
    }
    assert.equal((await api.send(`/api/v1/jobs/${id}/cancel`, { method: "POST" })).status, 404);
    assert.equal((await api.send(`/api/v1/datasets/${id}`)).status, 404);
  }
  const foreign = await submitted();
  await api.parts.db.query("update jobs set owner = 'somebody else' where id = $1", [foreign]);
  for (const part of ["", "/progress", "/wait", "/result", "/events", "/logs", "/artifacts"])
    assert.equal((await api.send(`/api/v1/jobs/${foreign}${part}`)).status, 404);
  assert.equal((await api.send(`/api/v1/jobs/${foreign}/cancel`, { method: "POST" })).status, 404);
});

test("the list is paged without a gap, in both orders, and filtered", async () => {
  const ids: string[] = [];
  for (let count = 0; count < 7; count++) ids.push(await submitted(noop({ tags: ["paged"] })));
  await api.parts.db.query("update jobs set submitted_at = '2026-01-01T00:00:00Z' where id = any($1)", [ids.slice(0, 4)]);
  for (const sort of ["submitted_at", "-submitted_at"]) {
    const seen: string[] = [];
    let token: string | null = "";
    while (token !== null) {
      const page: { jobs: { id: string }[]; next_page_token: string | null } = (
        await api.send(`/api/v1/jobs?tag=paged&page_size=2&sort=${sort}${token ? `&page_token=${token}` : ""}`)
      ).json;
      assert.ok(page.jobs.length <= 2);
      seen.push(...page.jobs.map((job) => job.id));
      token = page.next_page_token;
    }
    assert.deepEqual([...seen].sort(), [...ids].sort());
  }
  assert.equal((await api.send("/api/v1/jobs?tag=paged&submitted_before=2026-02-01T00:00:00Z")).json.jobs.length, 4);
  assert.equal((await api.send("/api/v1/jobs?tag=paged&state=SUCCESS")).json.jobs.length, 0);
  assert.equal((await api.send(`/api/v1/jobs?text=${ids[5]}`)).json.jobs.length, 1);
  assert.equal((await api.send("/api/v1/jobs?submitted_by=somebody%20else")).json.jobs.length, 0);
});

test("rows 29 and 30: page sizes, tokens and filters that are not ours are refused", async () => {
  const first = (await api.send("/api/v1/jobs?page_size=1")).json.next_page_token as string;
  assert.equal((await api.send(`/api/v1/jobs?page_size=1&page_token=${first}`)).status, 200);
  const flipped = `${first.slice(0, -4)}${first.endsWith("AAAA") ? "BBBB" : "AAAA"}`;
  const foreign = api.parts.token && Buffer.concat([Buffer.alloc(32), Buffer.from('["2020-01-01T00:00:00Z","x"]')]).toString("base64url");
  const bad = [
    "page_size=0",
    "page_size=-1",
    "page_size=1e9",
    "page_size=abc",
    "page_size=1.5",
    `page_token=${flipped}`,
    `page_token=${foreign}`,
    "page_token=abc",
    `sort=submitted_at&page_token=${first}`,
    `tag=x&page_token=${first}`,
  ];
  const filters = [
    "state=DONE",
    "queue=download",
    "sort=owner",
    "submitted_after=yesterday",
    "submitted_after=2026-02-30T00:00:00Z",
    "text=%00",
    "query=WorkflowType='x' OR 1=1",
    "state=SUCCESS&state=FAILURE",
    "__proto__=1",
  ];
  for (const query of [...bad, ...filters]) {
    const answer = await api.send(`/api/v1/jobs?${query.replaceAll(" ", "%20")}`);
    assert.deepEqual([answer.status, problemOf(answer)], [400, "invalid-request"], query);
  }
  for (const text of ["' or 1=1--", "%", "a_%", "\\"])
    assert.equal((await api.send(`/api/v1/jobs?text=${encodeURIComponent(text)}`)).json.jobs.length, 0);
});

test("the result of a job is there when it is ready, and until then its absence says why", async () => {
  const [good, bad, gone] = [await submitted(), await submitted(), await submitted()];
  const result = (id: string) => api.send(`/api/v1/jobs/${id}/result`);
  assert.deepEqual([(await result(good)).status, problemOf(await result(good))], [409, "not-ready"]);
  await end(good, "SUCCESS");
  await end(bad, "FAILURE");
  await end(gone, "REVOKED");
  assert.deepEqual((await result(good)).json, { id: good, task: "noop", result: { seconds: 0 } });
  const failed = await result(bad);
  assert.deepEqual([failed.status, problemOf(failed), failed.json.detail], [409, "job-failed", "InvalidInput: a.fastq, line 3: no base"]);
  assert.deepEqual([(await result(gone)).status, problemOf(await result(gone))], [409, "job-revoked"]);
});

test("a wait answers when the job is final, or with its state at the timeout", async () => {
  const id = await submitted();
  const early = await api.send(`/api/v1/jobs/${id}/wait?timeout=0.2`);
  assert.deepEqual([early.status, early.json.state, early.json.ready], [202, "PENDING", false]);
  const waiting = api.send(`/api/v1/jobs/${id}/wait?timeout=60`);
  await end(id, "SUCCESS");
  const done = await waiting;
  assert.deepEqual([done.status, done.json.state, done.json.ready, done.json.result], [200, "SUCCESS", true, { seconds: 0 }]);
  assert.equal((await api.send(`/api/v1/jobs/${id}/wait`)).status, 200);
  for (const timeout of ["-1", "301", "x", "Infinity", ""])
    assert.equal((await api.send(`/api/v1/jobs/${id}/wait?timeout=${timeout}`)).status, timeout === "" ? 200 : 400, timeout);
});

test("without a worker, progress comes from the record", async () => {
  const id = await submitted();
  const waiting = (await api.send(`/api/v1/jobs/${id}/progress`)).json;
  assert.deepEqual([waiting.percent, waiting.stages], [0, []]);
  await api.parts.db.query("insert into job_stages values ($1, 'wait', 0, 1)", [id]);
  await api.parts.db.query("update jobs set state = 'PROGRESS', started_at = now() where id = $1", [id]);
  await api.parts.db.query(
    "insert into attempts (job_id, stage, subject, try_number, attempt, worker, state, fraction, started_at, beat_at) values ($1, 'wait', '', 1, 1, 'w', 'running', 0.5, now(), now())",
    [id],
  );
  const answer = await api.send(`/api/v1/jobs/${id}/progress`);
  assert.deepEqual([answer.json.percent, answer.json.stage, answer.json.stages[0].state], [50, "wait", "running"]);
});

test("row 36: without any worker a job is cancelled for good, and again as often as one likes", async () => {
  const id = await submitted();
  const answers = [
    await api.send(`/api/v1/jobs/${id}/cancel`, { method: "POST" }),
    await api.send(`/api/v1/jobs/${id}/cancel`, { method: "POST" }),
  ];
  for (const { status, json } of answers) assert.deepEqual([status, json.state, json.cancel_requested], [200, "REVOKED", false]);
  assert.equal((await api.parts.temporal.describe(id, 60_000))?.status.name, "TERMINATED");
  const { events } = (await api.send(`/api/v1/jobs/${id}/events`)).json;
  assert.deepEqual(
    events.map((event: { type: string; state: string | null }) => event.state ?? event.type),
    ["PENDING", "cancel_requested", "REVOKED"],
  );
});

test("row 36: a job that has finished is not cancelled any more", async () => {
  for (const state of ["SUCCESS", "FAILURE"] as const) {
    const id = await submitted();
    await end(id, state);
    const answer = await api.send(`/api/v1/jobs/${id}/cancel`, { method: "POST" });
    assert.deepEqual([answer.status, problemOf(answer)], [409, "already-finished"]);
    assert.equal((await api.send(`/api/v1/jobs/${id}`)).json.cancel_requested, false);
  }
});

test("the tasks come with the schemas of their parameters and results", async () => {
  const { tasks } = (await api.send("/api/v1/tasks")).json;
  assert.deepEqual(
    tasks.map((task: { task: string }) => task.task),
    [
      ...["chain", "chord", "group", "install_reference", "noop"],
      ...["run_analysis", "run_blast_search", "run_combined_analysis", "run_multiple_analyses"],
    ],
  );
  const { json } = await api.send("/api/v1/tasks/run_analysis");
  assert.deepEqual(json.files, ["dataset_path", "reference", "parameters.tag_file"]);
  assert.equal(json.params.properties.parameters.properties.min_confidence.maximum, 1);
  assert.equal(json.result.properties.features.minimum, 0);
  assert.equal((await api.send("/api/v1/tasks/os.system")).status, 404);
});
