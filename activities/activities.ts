import type { ArtifactStore } from "../store/artifacts.js";
import type { References } from "../store/references.js";
import type { Blast } from "../tools/blast.js";
import type { Cutadapt } from "../tools/cutadapt.js";
import type { Dd } from "../tools/dd.js";
import type { Vsearch } from "../tools/vsearch.js";
import { createBlastActivities } from "./blast-activities.js";
import { createFeatureActivities } from "./feature-activities.js";
import type { InputFiles } from "./import-files.js";
import { createInputActivities } from "./input-activities.js";
import { createLcaActivities } from "./lca-activities.js";
import { createNoopActivities } from "./noop-activities.js";
import { createReadActivities } from "./reads-activities.js";
import { createReferenceActivities } from "./reference-activities.js";
import type { StageRunner } from "./stage-runner.js";
import { createSummaryActivities } from "./summary-activities.js";
import { createTableActivities } from "./table-activities.js";
import { createTaxonomyActivities } from "./taxonomy-activities.js";

export interface ActivityDeps {
  stages: StageRunner;
  files: InputFiles;
  artifacts: ArtifactStore;
  references: References;
  blast: Blast;
  vsearch: Vsearch;
  cutadapt: Cutadapt;
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
    ...createFeatureActivities(deps),
    ...createTableActivities(deps),
    ...createTaxonomyActivities(deps),
    ...createLcaActivities(deps),
    ...createSummaryActivities(deps),
    ...createReferenceActivities(deps),
    ...createBlastActivities(deps),
  };
}

export type StageActivities = ReturnType<typeof createStageActivities>;
