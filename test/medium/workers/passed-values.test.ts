import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { DefaultLogger, Runtime } from "@temporalio/worker";
import { failedTasks, historyPayloads } from "../history-payloads.js";
import { World } from "../world.js";
import { ownWorker } from "./own-worker.js";
import type { Echo, passOn } from "./passing.js";

Runtime.install({ logger: new DefaultLogger("ERROR") });

let world: World;

before(async () => {
  world = await World.start();
});
after(() => world.stop());

test("R7: a large value goes to a workflow, its child, a local activity, an activity and back outside of every history", async () => {
  const workflowsPath = fileURLToPath(new URL("./passing.js", import.meta.url));
  const activities: Echo = { echo: async (text) => text };
  const worker = await ownWorker(world, { taskQueue: "passing", workflowsPath, activities: { ...activities } });
  const workflowId = randomUUID();
  const text = randomBytes(3_000_000).toString("base64");
  try {
    const options = { workflowId, taskQueue: "passing", args: [text] as [string] };
    const came = await world.temporal.client.workflow.execute<typeof passOn>("passOn", options);
    assert.equal(came === text, true);
    const { events } = await world.temporal.client.workflow.getHandle(workflowId).fetchHistory();
    const child = events
      ?.map(({ childWorkflowExecutionStartedEventAttributes: started }) => started?.workflowExecution?.workflowId)
      .find(Boolean);
    for (const id of [workflowId, child ?? assert.fail("no child")]) {
      const payloads = await historyPayloads(world.temporal, id);
      assert.ok(
        payloads.length >= 4 && payloads.every(({ sizeBytes }) => sizeBytes < 1024),
        JSON.stringify(payloads.map(({ sizeBytes }) => sizeBytes)),
      );
      assert.deepEqual(await failedTasks(world.temporal, id), []);
    }
  } finally {
    await worker.stop();
  }
});
