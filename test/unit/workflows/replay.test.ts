import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { historyFromJSON } from "@temporalio/common/lib/proto-utils.js";
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from "@temporalio/worker";
import { payloadConverter } from "../../../store/payloads.js";

const HISTORIES = resolve("test/histories");
const logger = new DefaultLogger("ERROR");

Runtime.install({ logger });

/** Jobs that began with an older release go on with this one: `patched()` keeps their path. */
test("the workflows of today take the path of every stored history", async () => {
  const [workflowsPath, lostPayloads] = ["index", "lost-payloads"].map((name) => resolve(`workflows/${name}.ts`)) as [string, string];
  const workflowBundle = await bundleWorkflowCode({ workflowsPath, workflowInterceptorModules: [lostPayloads], logger });
  // Compressed from 1 KB on; those of this size stand in no file.
  const dataConverter = payloadConverter("/nowhere");
  const names = readdirSync(HISTORIES).filter((name) => name.endsWith(".json"));
  assert.ok(names.length >= 12);
  const nameOf = new Map<string, string>();
  const histories = names.map((name) => {
    const history = historyFromJSON(JSON.parse(readFileSync(join(HISTORIES, name), "utf8")));
    // A member's workflow knows itself by its id.
    const workflowId =
      history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? assert.fail(`${name} has no workflow id`);
    nameOf.set(workflowId, name);
    return { workflowId, history };
  });
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle, dataConverter }, histories))
    assert.equal(error, undefined, nameOf.get(workflowId));
});
