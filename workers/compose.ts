import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import type { Logger } from "pino";
import { createStageActivities } from "../activities/activities.js";
import { createMemberActivities } from "../activities/member-activities.js";
import { createTogetherActivity } from "../activities/together-activity.js";
import { StageRunner } from "../activities/stage-runner.js";
import { createToolVersions } from "../activities/tool-versions.js";
import type { Config } from "../config/config.js";
import { VERSION } from "../config/version.js";
import { loadTasks } from "../contracts/registry.js";
import { Analyses } from "../store/analyses.js";
import { FolderArtifacts } from "../store/artifacts.js";
import { DataRoot } from "../store/data-root.js";
import type { Database } from "../store/database.js";
import { Datasets } from "../store/datasets.js";
import { endJobs } from "../store/endings.js";
import { InputFiles } from "../store/input-files.js";
import { addArtifact, artifactsOf } from "../store/job-artifacts.js";
import { JobInputs } from "../store/job-input.js";
import { readMemberList } from "../store/member-list.js";
import { gatherMembers, openMembersIn, recordMembers } from "../store/members.js";
import type { Recorder } from "../store/recorder.js";
import { References } from "../store/references.js";
import { StageCache } from "../store/stage-cache.js";
import { Blast } from "../tools/blast.js";
import { Cutadapt } from "../tools/cutadapt.js";
import { Dada2 } from "../tools/dada2.js";
import { Dd } from "../tools/dd.js";
import { FastTree } from "../tools/fasttree.js";
import { Mafft } from "../tools/mafft.js";
import { ToolRunner } from "../tools/run-tool.js";
import { detectSandbox } from "../tools/sandbox.js";
import { Swarm } from "../tools/swarm.js";
import { Tokens } from "../tools/tokens.js";
import { Vsearch } from "../tools/vsearch.js";
import { composeRecords } from "./compose-records.js";

export interface ComposeOptions {
  config: Config;
  db: Database;
  recorder: Recorder;
  log: Logger;
  /** Aborted when stages are to be handed back to another worker. */
  hurry: AbortSignal;
  /** Absolute; of this process alone. */
  workFolder: string;
}

/** What the tools of this process may take together; the rest is for the process itself and the system. */
const MEMORY_SHARE = 0.75;
/** Above the processors: a tool of several threads seldom keeps all of them busy, and one of a single thread fits in beside it. */
const SPARE_THREADS = 1;

/** Of the machine, or of the container. */
function memoryHere(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
}

/** Puts a worker's parts together: store, tools, activities. */
export async function composeActivities({ config, db, recorder, log, hurry, workFolder }: ComposeOptions): Promise<object> {
  const threads = availableParallelism();
  const sandbox = await detectSandbox(config.searchPath);
  if (sandbox === "process-group") log.warn("bubblewrap is not permitted here: tools run without a sandbox, in process groups");
  const tokens = new Tokens({ threads: threads + SPARE_THREADS, memoryBytes: MEMORY_SHARE * memoryHere() });
  const tools = new ToolRunner(sandbox, tokens, config.searchPath);
  const programs = {
    blast: new Blast(tools),
    vsearch: new Vsearch(tools),
    cutadapt: new Cutadapt(tools),
    swarm: new Swarm(tools),
    dada2: new Dada2(tools),
    mafft: new Mafft(tools),
    fasttree: new FastTree(tools),
  };
  const artifacts = new FolderArtifacts(join(config.home, "artifacts"));
  await artifacts.sweep();
  const dataRoot = new DataRoot(config.dataRoot);
  const datasets = new Datasets(db);
  const known = { analyses: new Analyses(db), references: new References(db) };
  const stages = createStageActivities({
    stages: new StageRunner({
      recorder,
      log,
      hurry,
      cache: new StageCache(db),
      artifacts,
      workFolder,
      release: VERSION,
      addArtifact: (jobId, artifact) => addArtifact(db, jobId, artifact),
      versions: createToolVersions(programs, workFolder),
    }),
    files: { dataRoot, datasets, artifacts },
    ...known,
    artifacts,
    ...programs,
    dd: new Dd(tools),
    threads,
  });
  const inputs = new JobInputs(await loadTasks(), new InputFiles(dataRoot, datasets), artifacts, known);
  return {
    ...stages,
    ...createTogetherActivity(stages),
    ...composeRecords(db, recorder),
    ...createMemberActivities({ db, artifacts, inputs, readMemberList, recordMembers, gatherMembers, openMembersIn, endJobs, artifactsOf }),
  };
}
