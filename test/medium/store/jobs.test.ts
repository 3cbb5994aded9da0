import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { requestControl, untold } from "../../../store/control.js";
import { endJob } from "../../../store/endings.js";
import { eventsOf } from "../../../store/history.js";
import { recordRetry } from "../../../store/job-records.js";
import { IdempotencyConflict, Jobs } from "../../../store/jobs.js";
import { Recorder } from "../../../store/recorder.js";
import { markHandedOver } from "../../../store/starts.js";
import { newJob } from "../new-job.js";
import { statesOf } from "./possible-states.js";
import { openDatabase } from "./open-database.js";

const { db } = await openDatabase();
const jobs = new Jobs(db);

test("a hundred submits at once with one key are one job with one first event; another request or owner is no repeat", async () => {
  const submit = (requestHash = "a", owner = "operator") => jobs.submit(newJob({ idempotencyKey: "key-1", requestHash, input: { owner } }));
  const answers = await Promise.all(Array.from({ length: 100 }, () => submit()));
  const ids = new Set(answers.map(({ id }) => id));
  assert.equal(ids.size, 1);
  assert.equal(answers.filter(({ created }) => created).length, 1);
  const [id = ""] = ids;
  assert.deepEqual(
    (await eventsOf(db, id)).map(({ state }) => state),
    ["PENDING"],
  );
  await assert.rejects(submit("b"), IdempotencyConflict);
  assert.equal((await submit("b", "guest")).created, true);
});

test("a job is seen and cancelled by its owner only, and five cancels at once are one event", async () => {
  const { id } = await jobs.submit(newJob());
  assert.equal(await jobs.find("guest", id), null);
  assert.equal(await jobs.requestCancel("guest", id), false);
  const answers = await Promise.all(Array.from({ length: 5 }, () => jobs.requestCancel("operator", id)));
  assert.deepEqual(answers, [true, true, true, true, true]);
  assert.equal((await eventsOf(db, id)).filter(({ type }) => type === "cancel_requested").length, 1);
});

test("of many writers at the same moment none undoes an end, and the events tell what the record says", async () => {
  const ids = await Promise.all(Array.from({ length: 40 }, async () => (await jobs.submit(newJob())).id));
  // Two workers write batches of the same jobs, in opposite order.
  const recorders = [new Recorder(db, "one@test"), new Recorder(db, "two@test")];
  const error = { type: "ToolFailed" as const, message: "no" };
  const soon = () => sleep(Math.random() * 40);
  await Promise.all(
    recorders
      .flatMap((recorder, worker) =>
        (worker === 0 ? ids : ids.toReversed()).map(async (id) => {
          const key = { job_id: id, stage: "wait", subject: "", try_number: worker + 1, attempt: 1 };
          recorder.begin(key);
          await soon();
          recorder.progress(key, Math.random(), "");
          await soon();
          recorder.end(key, { state: worker === 0 ? "failed" : "lost", why: null, cpu_seconds: null, peak_memory_bytes: null, error });
          await recorder.settled();
        }),
      )
      .concat(
        ids.map(async (id) => {
          await soon();
          await recordRetry(db, id, { stage: "wait", error, nextRetryAt: new Date() });
          await soon();
          await Promise.all([endJob(db, id, { state: "SUCCESS", result: 1 }), endJob(db, id, { state: "FAILURE", error })]);
        }),
      ),
  );
  for (const recorder of recorders) await recorder.close();
  for (const id of ids) {
    const job = await jobs.detail("operator", id);
    const states = statesOf(await eventsOf(db, id));
    assert.equal(job?.state, states.at(-1));
    assert.deepEqual(job?.attempts.map(({ state }) => state).sort(), ["failed", "lost"]);
    assert.equal(job?.next_retry_at, null);
  }
});

test("a job that was paused on its way to Temporal is not shown as paused while its tool runs", async () => {
  const recorder = new Recorder(db, "pause@test");
  const pause = async () => {
    const { id } = await jobs.submit(newJob());
    assert.equal(await requestControl(db, "operator", id, "pause"), null, "it has no workflow yet");
    assert.equal((await jobs.find("operator", id))?.state, "PAUSED");
    return id;
  };
  const begin = async (id: string) => {
    recorder.begin({ job_id: id, stage: "wait", subject: "", try_number: 1, attempt: 1 });
    await recorder.settled();
  };
  const told = await pause();
  await markHandedOver(db, told);
  assert.deepEqual(await standOf(told), ["PENDING", true]);
  await begin(told);
  const untoldOf = await pause();
  await begin(untoldOf);
  await markHandedOver(db, untoldOf);
  for (const id of [told, untoldOf]) {
    assert.deepEqual(await standOf(id), ["STARTED", true]);
    statesOf(await eventsOf(db, id));
    assert.ok((await untold(db, 100)).some((control) => control.id === id && control.wanted === "pause"));
  }
  await recorder.close();

  async function standOf(id: string) {
    const job = await jobs.find("operator", id);
    return [job?.state, job?.pause_requested];
  }
});

test("a job that is terminated after its cancel is revoked, whoever writes its end", async () => {
  const error = { type: "Terminated" as const, message: "the workflow was terminated from outside" };
  const [cancelled, other] = [await jobs.submit(newJob()), await jobs.submit(newJob())];
  await jobs.requestCancel("operator", cancelled.id);
  for (const { id } of [cancelled, other]) await endJob(db, id, { state: "FAILURE", error });
  const ends = await Promise.all([cancelled, other].map(({ id }) => jobs.find("operator", id)));
  assert.deepEqual(
    ends.map((job) => [job?.state, job?.error]),
    [
      ["REVOKED", null],
      ["FAILURE", error],
    ],
  );
});

test("a state that is asked for often comes without parameters and result", async () => {
  const { id } = await jobs.submit(newJob({ params: { text: "much" } }));
  await endJob(db, id, { state: "SUCCESS", result: "much" });
  const [whole, outline] = [await jobs.find("operator", id), await jobs.outline("operator", id)];
  assert.deepEqual(outline, { ...whole, params: null, result: null });
  assert.deepEqual([whole?.params, whole?.result], [{ text: "much" }, "much"]);
});
