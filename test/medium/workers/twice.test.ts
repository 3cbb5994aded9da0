import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { DefaultLogger, Runtime } from "@temporalio/worker";
import { loadConfig } from "../../../config/config.js";
import type { ImportedInput, Reads } from "../../../contracts/analysis.js";
import type { StageOutput, StageRun } from "../../../contracts/job.js";
import { loadTasks } from "../../../contracts/registry.js";
import { Recorder } from "../../../store/recorder.js";
import { composeActivities } from "../../../workers/compose.js";
import { claimWorkFolder } from "../../../workers/work-folder.js";
import { World } from "../world.js";
import { once } from "./once.js";
import { ownWorker } from "./own-worker.js";

Runtime.install({ logger: new DefaultLogger("ERROR") });

const REFERENCE = "silva-138.2-seed-v4.sintax.fasta.gz";
const EXAMPLES = resolve("examples");

let world: World;
let recorder: Recorder;
let worker: { stop: () => Promise<void> };

before(async () => {
  world = await World.start();
  const { home } = world.servers;
  const root = join(home, "root");
  await mkdir(root);
  await cp(join(EXAMPLES, REFERENCE), join(root, REFERENCE));
  const reads = ["ACGTTGCA", "TTGACCAG", "GGATCTCA"].map((unit, index) => `>s${index};size=${90 - index}\n${unit.repeat(25)}\n`);
  await writeFile(join(root, "reads.fasta"), reads.join(""));
  recorder = new Recorder(world.db, "twice@test");
  const config = loadConfig({ AVALANCHE_HOME: home, AVALANCHE_DATA_ROOT: root });
  const workFolder = await claimWorkFolder(join(home, "work"), world.log);
  const composed = await composeActivities({
    config,
    db: world.db,
    recorder,
    log: world.log,
    hurry: new AbortController().signal,
    workFolder,
  });
  worker = await ownWorker(world, {
    taskQueue: "twice",
    workflowsPath: fileURLToPath(new URL("./once.js", import.meta.url)),
    activities: composed,
  });
});
after(async () => {
  await worker?.stop();
  await recorder?.close();
  await world?.stop();
});

/** What is left of a job: its rows, without times, and every file that is kept. */
async function left(id: string): Promise<unknown> {
  await recorder.settled();
  const { db, servers } = world;
  const attempts = await db.query("select stage, subject, try_number, attempt, state from attempts where job_id = $1 order by 1, 2, 3, 4", [
    id,
  ]);
  const artifacts = await db.query("select name, sha256 from job_artifacts where job_id = $1 order by name", [id]);
  const files = await readdir(join(servers.home, "artifacts"), { recursive: true });
  const work = await readdir(join(servers.home, "work"), { recursive: true });
  return { attempts, artifacts, files: files.sort(), folders: work.length };
}

/** Runs an activity twice, as after a loss of its worker's answer, with nothing to be found in the cache. */
async function twice<T>(jobId: string, name: string, input: object, subject = ""): Promise<T> {
  const stage = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const limits = { softSeconds: 60, hardSeconds: 90 };
  const run: StageRun = {
    jobId,
    task: "noop",
    owner: "operator",
    stage,
    subject,
    tryNumber: 1,
    softMs: 60_000,
    hardMs: 90_000,
    limits,
    memoryScale: 1,
  };
  const outputs: T[] = [];
  const states: unknown[] = [];
  for (let time = 0; time < 2; time++) {
    await world.db.query("truncate stage_cache");
    const args: [{ name: string; input: unknown }] = [{ name, input: { ...input, run } }];
    const output = (await world.temporal.client.workflow.execute(once, {
      taskQueue: "twice",
      workflowId: randomUUID(),
      args,
    })) as StageOutput<T>;
    assert.equal(output.report.state, "ran");
    outputs.push(output.value);
    states.push(await left(jobId));
  }
  assert.deepEqual(outputs[1], outputs[0], name);
  assert.deepEqual(states[1], states[0], name);
  return outputs[0] as T;
}

test("an activity that runs twice gives the same result and files, and leaves no second row", async () => {
  const { id } = await world.keep();
  await twice(id, "wait", { seconds: 0, fail_times: 0, payload_bytes: 100 });

  const { schema } = (await loadTasks()).get("run_analysis")!;
  const given = schema.params.parse({ dataset_path: "reads.fasta", reference: REFERENCE });
  const params = schema.resolve!(given) as { parameters: object };
  const { parameters } = params;
  const imported = await twice<ImportedInput>(id, "importInput", { params, notedFiles: [] });
  await twice(id, "checkReference", { reference: imported.reference, parameters });
  const [sample] = imported.samples;
  const reads = await twice<Reads>(id, "checkInput", { sample, format: imported.format, parameters }, sample!.name);
  const uniques = { sequences: reads.forward, unique: 3, count: reads.count };
  await twice(id, "denoise", { uniques, parameters });
});
