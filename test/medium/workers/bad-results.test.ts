import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { DefaultLogger, Runtime } from "@temporalio/worker";
import { StageRunner } from "../../../activities/stage-runner.js";
import type { StageRun } from "../../../contracts/job.js";
import { FolderArtifacts } from "../../../store/artifacts.js";
import { Recorder } from "../../../store/recorder.js";
import { StageCache } from "../../../store/stage-cache.js";
import { failedTasks } from "../history-payloads.js";
import { World } from "../world.js";
import { ownWorker } from "./own-worker.js";
import { composeRecords } from "../../../workers/compose-records.js";

Runtime.install({ logger: new DefaultLogger("ERROR") });

const HUGE = "all of it ".repeat(500_000);

const cycle: Record<string, unknown> = {};
cycle.self = cycle;

/** What a stage does -> how its job ends. */
const STAGES: Record<string, { work: () => unknown; type: string; message: RegExp }> = {
  "gives back a BigInt": { work: () => ({ reads: 10n }), type: "ResultRefused", message: /^wait gave back what is no JSON: .*BigInt/ },
  "gives back a cycle": { work: () => cycle, type: "ResultRefused", message: /^wait gave back what is no JSON: .*circular/ },
  "gives back 20 MB": { work: () => HUGE.repeat(4), type: "ResultRefused", message: /^wait gave back 20,000,002 bytes, .*16 MB/ },
  "throws an error of 5 MB": {
    work: () => {
      throw new Error(HUGE, { cause: new Error(HUGE) });
    },
    type: "Internal",
    message: /^all of it .* \.\.\.$/,
  },
  "throws text": {
    work: () => {
      throw "a text"; // oxlint-disable-line no-throw-literal -- a library may
    },
    type: "Internal",
    message: /^a text$/,
  },
};

describe("row 32: a stage that", () => {
  let world: World;
  let recorder: Recorder;
  let worker: { stop: () => Promise<void> };

  before(async () => {
    world = await World.start();
    recorder = new Recorder(world.db, "bad@test", () => undefined);
    const folder = (name: string) => join(world.servers.home, name);
    const stages = new StageRunner({
      recorder,
      log: world.log,
      cache: new StageCache(world.db),
      artifacts: new FolderArtifacts(folder("artifacts")),
      addArtifact: async () => undefined,
      versions: async () => ({}),
      hurry: new AbortController().signal,
      release: "0",
      workFolder: folder("work"),
    });
    const wait = ({ run, text }: { run: StageRun; text: string }) =>
      stages.run(run, { ingredients: null }, async () => STAGES[text]?.work());
    worker = await ownWorker(world, {
      taskQueue: "default",
      workflowBundle: { codePath: resolve("dist/workflow-bundle.js") },
      activities: {
        wait,
        ...composeRecords(world.db, recorder),
      },
    });
  });
  after(async () => {
    await worker.stop();
    await recorder.close();
    await world.stop();
  });

  for (const [what, { type, message }] of Object.entries(STAGES)) {
    test(`${what} fails its job once and clearly, and the history stays small`, async () => {
      const maxRetries = type === "ResultRefused" ? 3 : 0;
      const { id } = await world.begin({ text: what }, { retry: { maxRetries, delaySeconds: 0.1, capSeconds: 1 } });
      const { state, error, attempts } = await world.untilFinal(id);
      assert.deepEqual([state, error?.type, error?.stage, attempts.length], ["FAILURE", type, "wait", 1], error?.message.slice(0, 500));
      assert.match(error?.message ?? "", message);
      await assert.rejects(world.temporal.result(id, 60_000), { name: "WorkflowFailedError" });
      assert.deepEqual(await failedTasks(world.temporal, id), []);
      const { historySize } = (await world.temporal.describe(id, 60_000)) ?? assert.fail();
      assert.ok((historySize ?? Infinity) < 40_000, `${historySize} bytes`);
    });
  }
});
