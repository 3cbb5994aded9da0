import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { DefaultLogger, Runtime } from "@temporalio/worker";
import { StageRunner } from "../../../activities/stage-runner.js";
import { loadConfig } from "../../../config/config.js";
import type { StageRun } from "../../../contracts/job.js";
import { FolderArtifacts } from "../../../store/artifacts.js";
import type { JobDetail } from "../../../store/jobs.js";
import { Recorder } from "../../../store/recorder.js";
import { StageCache } from "../../../store/stage-cache.js";
import { ToolRunner } from "../../../tools/run-tool.js";
import { detectSandbox } from "../../../tools/sandbox.js";
import { Tokens } from "../../../tools/tokens.js";
import { processesWith } from "../../e2e/processes.js";
import { World } from "../world.js";
import { ownWorker } from "./own-worker.js";
import { composeRecords } from "../../../workers/compose-records.js";

Runtime.install({ logger: new DefaultLogger("ERROR") });

let world: World;
let recorder: Recorder;
let worker: { stop: () => Promise<void> };
let workFolder: string;

before(async () => {
  world = await World.start();
  const { searchPath } = loadConfig();
  recorder = new Recorder(world.db, "limits@test");
  workFolder = join(world.servers.home, "work");
  await mkdir(workFolder);
  const stages = new StageRunner({
    recorder,
    log: world.log,
    cache: new StageCache(world.db),
    artifacts: new FolderArtifacts(join(world.servers.home, "artifacts")),
    addArtifact: async () => undefined,
    versions: async () => ({}),
    hurry: new AbortController().signal,
    release: "0",
    workFolder,
  });
  const tools = new ToolRunner(await detectSandbox(searchPath), new Tokens({ threads: 2, memoryBytes: 1e9 }), searchPath);
  // The text is the tool: a shell script.
  const wait = ({ run, text }: { run: StageRun; text: string }) =>
    stages.run(run, { ingredients: null }, async (context) => {
      const { folder, signal, kill, onLog, onWait } = context;
      const ran = await tools.run({
        program: "sh",
        args: ["-c", text],
        folder,
        inputs: [],
        threads: 1,
        memoryBytes: 1e6,
        signal,
        kill,
        onLog,
        onWait,
      });
      return { result: { log: ran.log } };
    });
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
  await worker?.stop();
  await recorder?.close();
  await world?.stop();
});

function ranMsOf({ attempts }: JobDetail): number {
  return Math.max(...attempts.map(({ started_at: from, ended_at: to }) => Date.parse(to ?? "") - Date.parse(from)));
}

test("limits of 5 and 8 s: a tool is told at 5, one that does not listen is gone by 8, and the text names soft_time_limit", async () => {
  const deaf = "trap 'echo told after $(($(date +%s) - begun)) s' TERM; begun=$(date +%s); while :; do sleep 0.2; done";
  const limits = { softSeconds: 5, hardSeconds: 8 };
  const { id } = await world.begin({ text: deaf }, { limits, retry: { maxRetries: 3, delaySeconds: 0.1, capSeconds: 1 } });
  const job = await world.untilFinal(id);
  assert.deepEqual([job.state, job.error?.type], ["FAILURE", "SoftTimeLimit"]);
  assert.match(job.error?.message ?? "", /^wait reached soft_time_limit \(5 s of running time\); raise it/);
  assert.equal(job.attempts.length, 1, "a limit is not tried again");
  const ranMs = ranMsOf(job);
  assert.ok(ranMs >= 7900 && ranMs < 11_000, `ran ${ranMs} ms`);
  const [{ text }] = (await world.db.query<{ text: string }>("select string_agg(text, '') as text from job_logs where job_id = $1", [
    id,
  ])) as [{ text: string }];
  assert.match(text, /told after [56] s/);
  assert.deepEqual(processesWith(workFolder), []);
});

test("a tool that listens puts its things in order after the soft limit, and ends before the hard one", async () => {
  const polite = "trap 'echo cleaned up; exit 1' TERM; while :; do sleep 0.2; done";
  const { id } = await world.begin({ text: polite }, { limits: { softSeconds: 2, hardSeconds: 30 } });
  const job = await world.untilFinal(id);
  assert.equal(job.error?.type, "SoftTimeLimit");
  assert.ok(ranMsOf(job) < 10_000);
});
