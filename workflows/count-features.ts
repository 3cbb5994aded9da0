import type {
  CheckedMarker,
  ChimeraFree,
  FeatureSet,
  FeatureTable,
  ImportedInput,
  Naming,
  ReadCounts,
  SampleUniques,
} from "../contracts/analysis.js";
import type { Artifact, JobArtifact } from "../contracts/artifact.js";
import type { RunAnalysisParams } from "../contracts/tasks/run-analysis/schema.js";
import { checkControls } from "./check-controls.js";
import { checksMarker } from "./checks-marker.js";
import { findFeatures } from "./find-features.js";
import { inParallel } from "./in-parallel.js";
import type { Story } from "./job.js";
import type { ReadyReference } from "./judge-novelty.js";
import { nameTaxa } from "./name-taxa.js";

interface Prepared {
  params: RunAnalysisParams;
  imported: ImportedInput;
  prepared: SampleUniques[];
  /** Gets what is left after each stage that ran. */
  reads: ReadCounts;
  ready: Promise<ReadyReference>;
}

export interface CountedFeatures {
  features: FeatureSet;
  table: FeatureTable;
  /** null: the features have no names. */
  naming: Naming | null;
  /** FASTA of the chimeras; null where they were not looked for. */
  removed: ChimeraFree["removed"] | null;
  /** null: nothing was looked at. */
  flagged: CheckedMarker | null;
  /** FASTA; null where nothing was removed. */
  contaminants: Artifact | null;
  artifacts: JobArtifact[];
}

/** From the samples' unique sequences to features with their counts and names, without what does not belong there. */
export async function countFeatures(steps: Story, { params, imported, prepared, reads, ready }: Prepared): Promise<CountedFeatures> {
  const { stage } = steps;
  const { parameters, installed } = params;
  const { format } = imported;
  const { features: found, removed } = await findFeatures(steps, parameters, prepared);
  const [mapped, naming] = await inParallel([
    () => stage("mapReads", { features: found, samples: prepared, parameters }),
    async () => {
      const { reference } = await ready;
      return reference ? nameTaxa(steps, { features: found, reference, format, parameters }, installed) : null;
    },
  ]);
  reads["map_reads"] = mapped.mapped;
  const flagged = checksMarker(parameters, naming !== null)
    ? await stage("checkMarker", { features: found, table: mapped, naming, format, parameters })
    : null;
  if (flagged && parameters.remove_flagged) reads["check_marker"] = flagged.table.mapped;
  const { features, table } = flagged ?? { features: found, table: mapped };
  const controlled = await checkControls(steps, imported, reads, { features, table, naming, parameters });
  return { ...controlled, naming, removed, flagged };
}
