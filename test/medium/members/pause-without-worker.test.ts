import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { until } from "../../until.js";
import { end } from "../world.js";
import { Family, noop, statesOf } from "./family.js";

let family: Family;

before(async () => {
  family = await Family.start();
});
after(() => family?.stop());

const workers: ReturnType<Family["worker"]>[] = [];
afterEach(async () => {
  for (const worker of workers.splice(0)) await end(worker, "SIGKILL");
});
const begin = (name: string) => workers.push(family.worker(name));

test("a job that is paused while no worker is there holds when one comes, says so, and runs once it is resumed", async () => {
  const id = await family.submit("noop", {});
  await until("Temporal to have it", async () => /no worker/.test((await family.job(id)).waiting_for ?? ""));
  await family.post(`/jobs/${id}/pause`);
  assert.equal((await family.job(id)).pause_requested, true);
  begin("first@test");
  const paused = await family.untilState(id, "PAUSED");
  assert.deepEqual([paused.attempts, paused.pause_requested], [[], false]);
  await family.post(`/jobs/${id}/resume`);
  assert.equal((await family.untilFinal(id)).state, "SUCCESS");
  assert.deepEqual((await family.states(id)).slice(0, 4), ["PENDING", "PAUSED", "PENDING", "STARTED"]);
});

test("a group that is paused while no worker is there is PAUSED at once, and begins no member until it is resumed", async () => {
  const id = await family.submit("group", { members: [noop(), { task: "group", params: { members: [noop()] } }] });
  await until("Temporal to have it", async () => /no worker/.test((await family.job(id)).waiting_for ?? ""));
  await family.post(`/jobs/${id}/pause`);
  await family.untilState(id, "PAUSED");
  begin("second@test");
  await until("the worker to have recorded the members", async () => (await family.members(id)).length === 2);
  await family.post(`/jobs/${id}/resume`);
  const job = await family.untilFinal(id);
  assert.deepEqual([job.state, ...statesOf(job)], ["SUCCESS", "SUCCESS", "SUCCESS"]);
});

test("a job that is paused and resumed while no worker is there runs as if nothing had been", async () => {
  const id = await family.submit("noop", {});
  for (const action of ["pause", "resume", "pause", "resume"]) assert.equal((await family.post(`/jobs/${id}/${action}`)).status, 200);
  begin("third@test");
  const job = await family.untilFinal(id);
  assert.deepEqual([job.state, job.attempts.length], ["SUCCESS", 1]);
});

test("a paused job that is cancelled while no worker is there is REVOKED", async () => {
  const id = await family.submit("noop", {});
  await family.post(`/jobs/${id}/pause`);
  await family.post(`/jobs/${id}/cancel`);
  assert.equal((await family.untilFinal(id)).state, "REVOKED");
});

test("a job that is not due yet is PAUSED at once, and is handed over at its time when it is resumed", async () => {
  const id = await family.submit("noop", {}, { countdown: 3600 });
  assert.equal((await family.post(`/jobs/${id}/pause`)).json.state, "PAUSED");
  await family.api.parts.db.query("update jobs set due_at = now() where id = $1", [id]);
  const later = await family.submit("noop", {}, { countdown: 1 });
  await until("one that is due later to be handed over", async () => /no worker/.test((await family.job(later)).waiting_for ?? ""));
  assert.equal((await family.job(id)).state, "PAUSED");
  begin("fourth@test");
  assert.equal((await family.post(`/jobs/${id}/resume`)).json.state, "PENDING");
  assert.equal((await family.untilFinal(id)).state, "SUCCESS");
});
