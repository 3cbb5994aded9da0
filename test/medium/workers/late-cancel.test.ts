import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { endJob } from "../../../store/endings.js";
import { until } from "../../until.js";
import { World } from "../world.js";

let world: World;

before(async () => {
  world = await World.start();
});
after(() => world.stop());

test("a cancel that comes when all is done, and only its record is missing, comes too late: SUCCESS here and for Temporal", async () => {
  world.worker("late-cancel@test");
  const { id } = await world.begin({ seconds: 1 });
  await world.until(id, ({ state }) => state !== "PENDING");
  const isDone = async () => {
    const { events } = await world.temporal.client.workflow.getHandle(id).fetchHistory();
    return events?.some((event) => event.activityTaskCompletedEventAttributes) === true;
  };
  // Nothing can be written of the job meanwhile.
  await world.db.transaction(async (query) => {
    await query("select from jobs where id = $1 for update", [id]);
    await until("the stage to be done", isDone);
    assert.equal(await world.temporal.cancel(id, 60_000), true);
    await until("the worker to know of the cancel", async () => {
      const { events } = await world.temporal.client.workflow.getHandle(id).fetchHistory();
      const asked = events?.findIndex((event) => event.workflowExecutionCancelRequestedEventAttributes) ?? -1;
      return asked >= 0 && events?.slice(asked).some((event) => event.workflowTaskCompletedEventAttributes) === true;
    });
  });
  assert.equal((await world.untilFinal(id)).state, "SUCCESS");
  await until("the workflow to be over", async () => (await world.temporal.describe(id, 60_000))?.status.name !== "RUNNING");
  assert.equal((await world.temporal.describe(id, 60_000))?.status.name, "COMPLETED");
});

test("a cancel that comes after the record, which Temporal has not heard of: the workflow ends as the record says", async () => {
  const { id } = await world.begin({ seconds: 30 });
  await world.until(id, ({ state }) => state === "PROGRESS");
  // As a worker wrote it that died at once.
  await endJob(world.db, id, { state: "SUCCESS", result: { seconds: 30 } });
  assert.equal(await world.temporal.cancel(id, 60_000), true);
  await until("the workflow to be over", async () => (await world.temporal.describe(id, 60_000))?.status.name !== "RUNNING");
  assert.equal((await world.temporal.describe(id, 60_000))?.status.name, "COMPLETED");
  assert.deepEqual(await world.temporal.client.workflow.getHandle(id).result(), { seconds: 30 });
});
