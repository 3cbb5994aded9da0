import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Database } from "../../../store/database.js";
import { endJob } from "../../../store/endings.js";
import { Jobs } from "../../../store/jobs.js";
import { QuotaExceeded } from "../../../store/open-jobs.js";
import { type Servers, startServers } from "../../servers.js";
import { newJob } from "../new-job.js";

let servers: Servers;
/** Of two API processes. */
let databases: Database[];

before(async () => {
  servers = await startServers({ temporal: false });
  databases = [new Database(servers.databaseUrl), new Database(servers.databaseUrl)];
});
beforeEach(() => databases[0]!.query("delete from jobs"));
after(async () => {
  for (const db of databases) await db.close();
  await servers.stop();
});

const jobsOf = (maxOpen: number) => databases.map((db) => new Jobs(db, maxOpen));

const submit = (jobs: Jobs, owner: string, standsFor = 1) => jobs.submit(newJob({ input: { owner }, standsFor }));

async function openOf(owner: string): Promise<number> {
  const [row] = await databases[0]!.query<{ count: number }>("select count(*) from jobs where owner = $1", [owner]);
  return row!.count;
}

/** How many of the submits were refused for the quota; any other failure is one of the test. */
async function refusedOf(submits: Promise<unknown>[]): Promise<number> {
  const settled = await Promise.allSettled(submits);
  const failed = settled.filter((one) => one.status === "rejected").map(({ reason }) => reason as unknown);
  for (const reason of failed) assert.ok(reason instanceof QuotaExceeded, String(reason));
  return failed.length;
}

test("of a hundred submits at once, through two services, exactly as many are taken as the quota allows", async () => {
  const services = jobsOf(10);
  const submits = Array.from({ length: 100 }, (_, place) => submit(services[place % 2]!, "ann"));
  const others = Array.from({ length: 10 }, () => submit(services[0]!, "bob"));
  assert.equal(await refusedOf(submits), 90);
  assert.equal(await refusedOf(others), 0);
  assert.deepEqual([await openOf("ann"), await openOf("bob")], [10, 10]);
});

test("the quota is exact also where it is far above what is usual", async () => {
  await databases[0]!.query(
    `insert into jobs (id, workflow_id, owner, task, queue, workflow, params, input, priority, request_hash)
     select 'job_' || n, 'job_' || n, 'ann', 'noop', 'default', 'noop', '{}', '{}', 3, 'x' from generate_series(1, 5990) n`,
  );
  const services = jobsOf(6000);
  assert.equal(await refusedOf(Array.from({ length: 40 }, (_, place) => submit(services[place % 2]!, "ann"))), 30);
  assert.equal(await openOf("ann"), 6000);
});

test("a parent counts as itself and its members, and a refusal says how many are open", async () => {
  const [jobs] = jobsOf(10);
  await submit(jobs!, "ann", 7);
  await assert.rejects(submit(jobs!, "ann", 4), /7 of your jobs are open, and 10 may be/);
  await submit(jobs!, "ann", 3);
  await assert.rejects(submit(jobs!, "ann"), QuotaExceeded);
});

test("a job that has ended makes room, and a repeat of a submit is no second job", async () => {
  const [jobs] = jobsOf(1);
  const row = newJob({ input: { owner: "ann" }, idempotencyKey: "once" });
  const { id } = await jobs!.submit(row);
  assert.deepEqual(await jobs!.submit(newJob({ input: { owner: "ann" }, idempotencyKey: "once" })), { id, created: false });
  await assert.rejects(submit(jobs!, "ann"), QuotaExceeded);
  await endJob(databases[0]!, id, { state: "REVOKED" });
  await submit(jobs!, "ann");
});
