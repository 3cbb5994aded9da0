import type { ArtifactStore } from "../store/artifacts.js";
import type { Cutadapt } from "../tools/cutadapt.js";
import type { Dada2 } from "../tools/dada2.js";
import type { Dd } from "../tools/dd.js";
import type { Swarm } from "../tools/swarm.js";
import type { Vsearch } from "../tools/vsearch.js";
import { createChimeraActivities } from "./chimera-activities.js";
import { createFeatureActivities } from "./feature-activities.js";
import type { InputFiles } from "./import-files.js";
import { createInputActivities } from "./input-activities.js";
import { createNoopActivities } from "./noop-activities.js";
import { createNoveltyActivities } from "./novelty-activities.js";
import { createPairActivities } from "./pair-activities.js";
import { createReadActivities } from "./reads-activities.js";
import type { StageRunner } from "./stage-runner.js";
import { createSummaryActivities } from "./summary-activities.js";
import { createTableActivities } from "./table-activities.js";
import { createTaxonomyActivities } from "./taxonomy-activities.js";

export interface ActivityDeps {
  stages: StageRunner;
  files: InputFiles;
  artifacts: ArtifactStore;
  vsearch: Vsearch;
  cutadapt: Cutadapt;
  swarm: Swarm;
  dada2: Dada2;
  dd: Dd;
  /** Threads for one tool. */
  threads: number;
}

/** Every activity that a stage can be; named after what it does, as seen in the Temporal Web UI. */
export function createStageActivities(deps: ActivityDeps) {
  return {
    ...createNoopActivities(deps),
    ...createInputActivities(deps),
    ...createReadActivities(deps),
    ...createPairActivities(deps),
    ...createFeatureActivities(deps),
    ...createChimeraActivities(deps),
    ...createTableActivities(deps),
    ...createTaxonomyActivities(deps),
    ...createNoveltyActivities(deps),
    ...createSummaryActivities(deps),
  };
}

export type StageActivities = ReturnType<typeof createStageActivities>;
