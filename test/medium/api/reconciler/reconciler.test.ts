import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startReconciler } from "../../../../api/reconciler/reconciler.js";
import { markHandedOver } from "../../../../store/starts.js";
import { until } from "../../../until.js";
import { end, World } from "../../world.js";

let world: World;
let reconciler: { stop(): Promise<void> };

before(async () => {
  world = await World.start();
  reconciler = startReconciler(world);
});

after(async () => {
  await reconciler?.stop();
  await world?.stop();
});

const isOpenInTemporal = async (id: string) => (await world.temporal.describe(id, 60_000))?.status.name === "RUNNING";

test("a job that was accepted while Temporal was away is started when it is back", async () => {
  await reconciler.stop();
  const { id } = await world.keep();
  assert.match((await world.job(id)).waiting_for ?? "", /handed to Temporal|Temporal server does not answer/);
  reconciler = startReconciler(world);
  await world.until(id, (job) => /no worker on queue default/.test(job.waiting_for ?? ""));
  assert.ok(await isOpenInTemporal(id));
});

test("a job that Temporal does not know any more is started anew", async () => {
  const { id } = await world.keep();
  await world.db.query("update jobs set handed_over_at = now() - interval '1 minute' where id = $1", [id]);
  // The look at all open jobs is taken at the start.
  await reconciler.stop();
  reconciler = startReconciler(world);
  await until("the workflow to be open", () => isOpenInTemporal(id));
  assert.equal((await world.job(id)).state, "PENDING");
});

test("a workflow that was terminated from outside leaves a failed job that says so", async () => {
  const { id } = await world.begin();
  await world.temporal.terminate(id, "the operator wanted it", 60_000);
  const job = await world.untilFinal(id);
  assert.equal(job.state, "FAILURE");
  assert.equal(job.error?.type, "Terminated");
  assert.match(job.error?.message ?? "", /the operator wanted it/);
});

test("a workflow that was terminated after a cancel leaves a revoked job", async () => {
  const { id } = await world.begin();
  await world.jobs.requestCancel("operator", id);
  await world.temporal.terminate(id, "no reason", 60_000);
  const job = await world.untilFinal(id);
  assert.equal(job.state, "REVOKED");
  assert.equal(job.error, null);
});

test("a workflow that ran into a timeout set from outside leaves a failed job that says so", async () => {
  const input = await world.keep({}, {}, new Date(Date.now() + 3_600_000));
  await world.temporal.client.workflow.start("noop", {
    workflowId: input.id,
    taskQueue: "default",
    args: [input],
    workflowExecutionTimeout: "1 s",
  });
  await markHandedOver(world.db, input.id);
  const job = await world.untilFinal(input.id);
  assert.equal(job.error?.type, "TimedOut");
});

test("a cancelled job without a worker is revoked within 12 s", async () => {
  const { id } = await world.begin();
  await world.jobs.requestCancel("operator", id);
  const job = await world.untilFinal(id);
  assert.equal(job.state, "REVOKED");
  assert.equal(await isOpenInTemporal(id), false);
});

test("a job that was cancelled before Temporal had it never starts", async () => {
  await reconciler.stop();
  const { id } = await world.keep();
  await world.jobs.requestCancel("operator", id);
  reconciler = startReconciler(world);
  const job = await world.untilFinal(id);
  assert.equal(job.state, "REVOKED");
  assert.equal(await world.temporal.describe(id, 60_000), null);
});

test("a cancel that found no server is sent again", async () => {
  const worker = world.worker("first@test");
  const { id } = await world.begin({ seconds: 600 });
  await world.until(id, ({ state }) => state === "PROGRESS");
  await world.jobs.requestCancel("operator", id);
  const job = await world.untilFinal(id);
  assert.equal(job.state, "REVOKED");
  await end(worker, "SIGKILL");
});

test("a job whose worker was killed is in RETRY until another worker goes on with it, and succeeds", async () => {
  const first = world.worker("second@test");
  const { id } = await world.begin({ seconds: 30 });
  await world.until(id, ({ state }) => state === "PROGRESS");
  first.kill("SIGKILL");
  const waiting = await world.until(id, ({ state, attempts }) => state === "RETRY" && attempts[0]?.state === "lost");
  assert.equal(waiting.error?.type, "WorkerLost");
  assert.notEqual(waiting.next_retry_at, null);
  assert.deepEqual(
    waiting.attempts.map(({ state }) => state),
    ["lost"],
  );
  const second = world.worker("third@test");
  const job = await world.untilFinal(id);
  assert.equal(job.state, "SUCCESS");
  assert.deepEqual(
    job.attempts.map(({ state }) => state),
    ["lost", "ran"],
  );
  await end(second, "SIGKILL");
});

test("one process reconciles at a time; another takes over when it has gone", async () => {
  const other = startReconciler(world);
  await reconciler.stop();
  const { id } = await world.keep();
  await world.until(id, (job) => !/Temporal/.test(job.waiting_for ?? ""));
  await other.stop();
  reconciler = startReconciler(world);
});

test("the reconciler goes on after the database closed all connections", async () => {
  await world.db.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  const { id } = await world.keep();
  await world.until(id, (job) => !/Temporal/.test(job.waiting_for ?? ""));
});
