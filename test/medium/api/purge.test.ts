import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { endJob } from "../../../store/endings.js";
import { until } from "../../until.js";
import { type RunningApi, runApi } from "./running-api.js";

let api: RunningApi;

before(async () => {
  api = await runApi({ temporal: true, reconciler: true });
});
beforeEach(() => api.parts.db.query("delete from jobs"));
after(() => api.stop());

const purge = (body: Record<string, unknown>) =>
  api.send("/api/v1/jobs/purge", { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });

async function submitted(count: number, options: Record<string, unknown> = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let job = 0; job < count; job++) ids.push((await api.submit({ task: "noop", options })).json.id);
  return ids;
}

async function countOf(where: string): Promise<number> {
  const [row] = await api.parts.db.query<{ count: number }>(`select count(*) from jobs where ${where}`);
  return row!.count;
}

const problemOf = (answer: { json: { type: string } }) => answer.json.type.split(":").at(-1);

test("a purge cancels what its dry run told of, the scheduled jobs too, and nothing else", async () => {
  const meant = await submitted(12, { tags: ["old"] });
  meant.push(...(await submitted(3, { tags: ["old"], countdown: 3600 })));
  const [finished] = await submitted(1, { tags: ["old"] });
  await endJob(api.parts.db, finished!, { state: "SUCCESS", result: {} });
  const others = await submitted(2);
  const filter = { state: "PENDING", task: "noop", tag: "old" };
  const dryRun = (await purge({ filter })).json;
  assert.deepEqual([dryRun.dry_run, dryRun.count], [true, 15]);
  assert.deepEqual(new Set(dryRun.ids), new Set(meant));
  assert.equal(await countOf("cancel_requested or state = 'REVOKED'"), 0);
  const real = await purge({ filter, dry_run: false, confirm: dryRun.confirm });
  assert.deepEqual([real.status, real.json.count, real.json.ids, real.json.confirm], [200, dryRun.count, dryRun.ids, null]);
  await until("all of them to be revoked", async () => (await countOf("state = 'REVOKED'")) === 15);
  assert.equal(await countOf(`id = any(array['${others.join("','")}']) and state = 'PENDING' and not cancel_requested`), 2);
  const repeated = await purge({ filter, dry_run: false, confirm: dryRun.confirm });
  assert.deepEqual([repeated.status, repeated.json.count], [200, 0]);
  const { entries } = (await api.send("/api/v1/audit?action=purge")).json;
  assert.deepEqual(
    entries.map(({ actor, detail }: { actor: string; detail: { count: number; filter: unknown } }) => [actor, detail.count, detail.filter]),
    [
      ["operator", 0, filter],
      ["operator", 15, filter],
    ],
  );
});

test("without the word of a dry run with the same filter nothing is cancelled", async () => {
  await submitted(2, { tags: ["a"] });
  const { confirm } = (await purge({ filter: { tag: "a" } })).json;
  for (const body of [
    { dry_run: false },
    { filter: { tag: "a" }, dry_run: false },
    { filter: {}, dry_run: false, confirm },
    { filter: { tag: "b" }, dry_run: false, confirm },
    { filter: { tag: "a" }, dry_run: false, confirm: `${confirm.slice(0, -4)}AAAA` },
  ]) {
    const answer = await purge(body);
    assert.deepEqual([answer.status, problemOf(answer), answer.json.issues[0].path], [400, "invalid-request", "confirm"]);
    assert.match(answer.json.detail, /dry run/);
  }
  assert.equal(await countOf("cancel_requested"), 0);
});

test("a purge that would cancel more than its dry run told of is refused, and jobs submitted since are left alone", async () => {
  const [first, second] = await submitted(2);
  await api.parts.db.query("update jobs set tags = '{a}' where id = $1", [first]);
  const { confirm } = (await purge({ filter: { tag: "a" } })).json;
  await submitted(1, { tags: ["a"] });
  await api.parts.db.query("update jobs set tags = '{a}' where id = $1", [second]);
  const refused = await purge({ filter: { tag: "a" }, dry_run: false, confirm });
  assert.deepEqual([refused.status, problemOf(refused)], [409, "purge-outdated"]);
  assert.match(refused.json.detail, /2 jobs match now, and the dry run told of 1; nothing was cancelled: make a dry run again/);
  assert.equal(await countOf("cancel_requested"), 0);
  await api.parts.db.query("update jobs set tags = '{}' where id = $1", [second]);
  assert.equal((await purge({ filter: { tag: "a" }, dry_run: false, confirm })).json.count, 1);
});

test("an empty filter means all open jobs, names a hundred of them, and cancels all without any worker", async () => {
  await submitted(1);
  await api.parts.db.query(
    `insert into jobs (id, workflow_id, owner, task, queue, workflow, params, input, priority, request_hash, handed_over_at, submitted_at)
     select 'job_' || n, 'job_' || n, case when n > 300 then 'ann' else 'operator' end, 'noop', 'default', 'noop', '{}', '{}', 3, 'x', now() + interval '1 hour', now() - interval '1 hour'
     from generate_series(1, 310) n`,
  );
  const dryRun = (await purge({})).json;
  assert.deepEqual([dryRun.count, dryRun.ids.length], [301, 100]);
  const real = await purge({ filter: {}, dry_run: false, confirm: dryRun.confirm });
  assert.equal(real.json.count, 301);
  await until("all of them to be revoked", async () => (await countOf("state = 'REVOKED'")) === 301);
  assert.equal(await countOf("owner = 'ann' and state = 'PENDING'"), 10);
});

test("row 30: a filter takes nothing but its fields, and no final states", async () => {
  for (const filter of [
    { state: "SUCCESS" },
    { state: "DONE" },
    { query: "WorkflowType='x' OR 1=1" },
    { owner: "ann" },
    { queue: "download" },
    { submitted_before: "yesterday" },
    [],
    null,
  ]) {
    const answer = await purge({ filter });
    assert.deepEqual([answer.status, problemOf(answer)], [400, "invalid-request"], JSON.stringify(filter));
  }
  await submitted(1);
  for (const text of ["' or 1=1--", "%", "\\"]) assert.equal((await purge({ filter: { text } })).json.count, 0);
});

test("row 36: a job that is cancelled while it is being submitted ends, whatever comes first", async () => {
  const ids = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const { id } = (await api.submit({ task: "noop" })).json;
      const answer = await api.send(`/api/v1/jobs/${id}/cancel`, { method: "POST" });
      assert.equal(answer.status, 200);
      return id as string;
    }),
  );
  await until("all of them to be revoked", async () => (await countOf("state = 'REVOKED'")) === ids.length);
  for (const id of ids) assert.notEqual((await api.parts.temporal.describe(id, 60_000))?.status.name, "RUNNING");
});
