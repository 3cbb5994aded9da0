import type { Analyses } from "../store/analyses.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { References } from "../store/references.js";
import type { Blast } from "../tools/blast.js";
import type { Cutadapt } from "../tools/cutadapt.js";
import type { Dada2 } from "../tools/dada2.js";
import type { Dd } from "../tools/dd.js";
import type { FastTree } from "../tools/fasttree.js";
import type { Mafft } from "../tools/mafft.js";
import type { Swarm } from "../tools/swarm.js";
import type { Vsearch } from "../tools/vsearch.js";
import { createBlastActivities } from "./blast-activities.js";
import { createChimeraActivities } from "./chimera-activities.js";
import { createCombineActivities } from "./combine-activities.js";
import { createControlActivities } from "./control-activities.js";
import { createDiversityActivities } from "./diversity-activities.js";
import { createFeatureActivities } from "./feature-activities.js";
import type { InputFiles } from "./import-files.js";
import { createInputActivities } from "./input-activities.js";
import { createLcaActivities } from "./lca-activities.js";
import { createNoopActivities } from "./noop-activities.js";
import { createNoveltyActivities } from "./novelty-activities.js";
import { createOutputActivities } from "./output-activities.js";
import { createPairActivities } from "./pair-activities.js";
import { createReadActivities } from "./reads-activities.js";
import { createReferenceActivities } from "./reference-activities.js";
import type { StageRunner } from "./stage-runner.js";
import { createSummaryActivities } from "./summary-activities.js";
import { createMarkerActivities } from "./marker-activities.js";
import { createTableActivities } from "./table-activities.js";
import { createTagActivities } from "./tag-activities.js";
import { createTaxonomyActivities } from "./taxonomy-activities.js";

export interface ActivityDeps {
  stages: StageRunner;
  files: InputFiles;
  artifacts: ArtifactStore;
  analyses: Analyses;
  references: References;
  blast: Blast;
  vsearch: Vsearch;
  cutadapt: Cutadapt;
  swarm: Swarm;
  dada2: Dada2;
  dd: Dd;
  mafft: Mafft;
  fasttree: FastTree;
  /** Threads for one tool. */
  threads: number;
}

/** Every activity that a stage can be; named after what it does, as seen in the Temporal Web UI. */
export function createStageActivities(deps: ActivityDeps) {
  return {
    ...createNoopActivities(deps),
    ...createInputActivities(deps),
    ...createTagActivities(deps),
    ...createReadActivities(deps),
    ...createPairActivities(deps),
    ...createFeatureActivities(deps),
    ...createChimeraActivities(deps),
    ...createTableActivities(deps),
    ...createTaxonomyActivities(deps),
    ...createLcaActivities(deps),
    ...createMarkerActivities(deps),
    ...createControlActivities(deps),
    ...createCombineActivities(deps),
    ...createDiversityActivities(deps),
    ...createNoveltyActivities(deps),
    ...createSummaryActivities(deps),
    ...createOutputActivities(deps),
    ...createReferenceActivities(deps),
    ...createBlastActivities(deps),
  };
}

export type StageActivities = ReturnType<typeof createStageActivities>;
