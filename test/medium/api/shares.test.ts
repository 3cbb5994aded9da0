import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createApplication } from "../../../api/application.js";
import { JobsService } from "../../../api/jobs/jobs.service.js";
import { submission } from "../../../contracts/api.js";
import { endJob } from "../../../store/endings.js";
import { Jobs } from "../../../store/jobs.js";
import { type RunningApi, runApi } from "./running-api.js";

let api: RunningApi;
let app: Awaited<ReturnType<typeof createApplication>>;

before(async () => {
  api = await runApi({ env: { AVALANCHE_SUBMIT_RATE: "2", AVALANCHE_MAX_OPEN_JOBS: "30" } });
  app = await createApplication(api.parts);
});

after(async () => {
  await app.close();
  await api.stop();
});

/** The way of a submit behind its token: there is only one token. */
const service = () => app.get(JobsService);

const noop = (options: Record<string, unknown> = {}) => submission.parse({ task: "noop", options });

test("of 200 submits at once those above the rate are told when to come again, the others are kept, and the quota holds", async () => {
  const answers = await Promise.all(Array.from({ length: 200 }, () => api.submit({ task: "noop" })));
  const of = (type: string) => answers.filter(({ json }) => json.type === `urn:avalanche:problem:${type}`);
  const accepted = answers.filter(({ status }) => status === 202);
  const [fast, full] = [of("too-many-submits"), of("quota-exceeded")];
  assert.equal(accepted.length, 30);
  assert.ok(fast.length > 0 && full.length > 0);
  assert.equal(accepted.length + fast.length + full.length, 200);
  for (const { status, headers } of [...fast, ...full]) assert.deepEqual([status, Number(headers["retry-after"]) >= 1], [429, true]);
  assert.match(full[0]!.json.detail, /30 of your jobs are open, and 30 may be.*cancel or purge/);
  for (const { json } of accepted) assert.equal((await api.send(`/api/v1/jobs/${json.id}`)).status, 200);
  for (const { json } of accepted) await endJob(api.parts.db, json.id, { state: "REVOKED" });
});

test("a user who is held up holds nobody else up", async () => {
  const shared = service();
  const submits = await Promise.allSettled(Array.from({ length: 60 }, () => shared.submit("ann", noop(), undefined)));
  assert.ok(submits.some(({ status }) => status === "rejected"));
  for (let job = 0; job < 10; job++) assert.equal((await shared.submit("bob", noop(), undefined)).status, "submitted");
});

test("the operator chooses a queue, others may not, and a queue that does not exist is refused with the list", async () => {
  const shared = service();
  const { id } = await shared.submit("operator", noop({ queue: "downloads" }), undefined);
  const { queue, waiting_for: why } = await shared.find("operator", id);
  assert.equal(queue, "downloads");
  assert.ok(why);
  const input = await new Jobs(api.parts.db).input(id);
  assert.equal(input?.queue, "downloads");
  await assert.rejects(shared.submit("carl", noop({ queue: "downloads" }), undefined), { type: "forbidden", status: 403 });
  const unknown = submission.safeParse({ task: "noop", options: { queue: "download" } });
  assert.match(
    unknown.error!.message,
    /there is no queue .*download.*; the queues are default, analysis, training, downloads, maintenance/,
  );
});

test("a reference is installed by the operator alone, whichever way it is asked for", async () => {
  const shared = service();
  writeFileSync(join(api.dataRoot, "own.fasta"), ">a;tax=g:A;\nACGT\n");
  const install = { task: "install_reference", params: { name: "own", version: "1", fasta_path: "own.fasta" } };
  const inGroup = { task: "group", params: { members: [{ task: "group", params: { members: [install] } }] } };
  for (const asked of [install, inGroup])
    await assert.rejects(shared.submit("erin", submission.parse(asked), undefined), { type: "forbidden", status: 403 });
  assert.equal((await shared.submit("operator", submission.parse(install), undefined)).status, "submitted");
});

test("members of members are counted against the quota before they have begun", async () => {
  const nest = (count: number) =>
    submission.parse({
      task: "group",
      params: { members: [{ task: "group", params: { members: Array.from({ length: count }, () => ({ task: "noop" })) } }] },
    });
  const shared = service();
  await assert.rejects(shared.submit("dora", nest(29), undefined), { type: "quota-exceeded", status: 429 });
  await shared.submit("dora", nest(27), undefined);
  await shared.submit("dora", noop(), undefined);
  await assert.rejects(shared.submit("dora", noop(), undefined), { type: "quota-exceeded", status: 429 });
});
