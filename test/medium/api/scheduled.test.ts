import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type RunningApi, runApi } from "./running-api.js";

let api: RunningApi;

before(async () => {
  api = await runApi();
});

after(() => api.stop());

const submit = (options: Record<string, unknown>) => api.submit({ task: "noop", options });

const job = async (id: string) => (await api.send(`/api/v1/jobs/${id}`)).json;

test("a job with a countdown is kept, says when it starts, and is listed as scheduled", async () => {
  const { id } = (await submit({ countdown: 3600, tags: ["later"] })).json;
  const { id: now } = (await submit({ tags: ["later"] })).json;
  const { state, due_at, submitted_at, waiting_for } = await job(id);
  assert.equal(state, "PENDING");
  assert.ok(Math.abs(Date.parse(due_at) - Date.parse(submitted_at) - 3_600_000) < 30_000);
  assert.equal(waiting_for, `starts at ${due_at} (eta)`);
  const listed = async (query: string) =>
    (await api.send(`/api/v1/jobs?tag=later&${query}`)).json.jobs.map((one: { id: string }) => one.id);
  assert.deepEqual(await listed("scheduled=true"), [id]);
  assert.deepEqual(await listed("scheduled=false"), [now]);
  assert.equal((await api.send("/api/v1/jobs?scheduled=maybe")).status, 400);
});

test("a job that is not yet due is revoked at once, without Temporal and without a worker", async () => {
  const { id } = (await submit({ eta: new Date(Date.now() + 3_600_000).toISOString() })).json;
  for (let time = 0; time < 2; time++) {
    const answer = await api.send(`/api/v1/jobs/${id}/cancel`, { method: "POST" });
    assert.deepEqual([answer.status, answer.json.state], [200, "REVOKED"]);
  }
  const { events } = (await api.send(`/api/v1/jobs/${id}/events`)).json;
  assert.deepEqual(
    events.map((event: { type: string; state: string | null }) => event.state ?? event.type),
    ["PENDING", "cancel_requested", "REVOKED"],
  );
});

test("row 20: an eta that is past runs at once, and one that is no time is refused by name", async () => {
  for (const eta of ["2020-01-01T00:00:00Z", "2026-01-01T02:00:00+14:00"]) {
    const { id } = (await submit({ eta })).json;
    assert.equal((await job(id)).due_at, null);
    assert.match((await job(id)).waiting_for, /Temporal/);
  }
  const bad: [Record<string, unknown>, string][] = [
    [{ eta: "9999-01-01T00:00:00Z" }, "options.eta"],
    [{ eta: "2030-01-01T00:00:00" }, "options.eta"],
    [{ eta: "2026-02-30T00:00:00Z" }, "options.eta"],
    [{ eta: "2026-02-30" }, "options.eta"],
    [{ eta: "tomorrow" }, "options.eta"],
    [{ eta: 1_800_000_000 }, "options.eta"],
    [{ countdown: -1 }, "options.countdown"],
    [{ countdown: 31_536_001 }, "options.countdown"],
    [{ countdown: "60" }, "options.countdown"],
    [{ countdown: 60, eta: "2026-12-01T00:00:00Z" }, "options.countdown"],
    [{ priority: 0 }, "options.priority"],
    [{ priority: 6 }, "options.priority"],
    [{ priority: -1 }, "options.priority"],
    [{ priority: "high" }, "options.priority"],
    [{ max_retries: -1 }, "options.max_retries"],
    [{ max_retries: 1.5 }, "options.max_retries"],
    [{ max_retries: 101 }, "options.max_retries"],
    [{ retry_delay: -1 }, "options.retry_delay"],
    [{ retry_delay: 86_401 }, "options.retry_delay"],
    [{ retry_delay: "1" }, "options.retry_delay"],
    [{ queue: "download" }, "options.queue"],
  ];
  for (const [options, path] of bad) {
    const answer = await submit(options);
    assert.deepEqual(
      [answer.status, answer.json.issues.map((issue: { path: string }) => issue.path)],
      [400, [path]],
      JSON.stringify(options),
    );
  }
});
