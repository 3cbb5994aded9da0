import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { endJob, endWithin } from "../../../store/endings.js";
import { Jobs } from "../../../store/jobs.js";
import { revokeJobs } from "../../../store/revoke-jobs.js";
import { newJob } from "../new-job.js";
import { openDatabase } from "./open-database.js";

const { db } = await openDatabase();
const jobs = new Jobs(db);

const submit = async () => (await jobs.submit(newJob())).id;
const stateOf = async (id: string) => (await jobs.find("operator", id))?.state;

test("a workflow that is about to write its end is not terminated", async () => {
  const id = await submit();
  let commit: () => void = () => undefined;
  const written = new Promise<void>((resolve) => (commit = resolve));
  const ending = db.transaction(async (query) => {
    await endWithin(query, [{ id, state: "SUCCESS", result: 1 }]);
    await written;
  });
  await sleep(200);
  const asked: string[][] = [];
  const revoking = revokeJobs(db, [id], async (open) => {
    asked.push(open);
    return open;
  });
  await sleep(200);
  assert.deepEqual(asked, [], "it waits for the end that is being written");
  commit();
  await ending;
  assert.deepEqual(await revoking, []);
  assert.deepEqual(asked, [[]]);
  assert.equal(await stateOf(id), "SUCCESS");
});

test("while a workflow is terminated it cannot write another end; one that is not reached stays open", async () => {
  const [id, away] = [await submit(), await submit()];
  let terminated: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (terminated = resolve));
  const revoking = revokeJobs(db, [id, away], async (open) => {
    assert.deepEqual(open.toSorted(), [id, away].toSorted());
    await done;
    return [id];
  });
  await sleep(200);
  const ending = endJob(db, id, { state: "SUCCESS", result: 1 });
  await sleep(200);
  terminated();
  assert.deepEqual(await revoking, [id]);
  assert.equal(await ending, false);
  assert.deepEqual([await stateOf(id), await stateOf(away)], ["REVOKED", "PENDING"]);
});
