import type { FeatureSet, FeatureTable, Sample } from "../contracts/analysis.js";
import type { JobArtifact } from "../contracts/artifact.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import type { Story } from "./job.js";

interface Counted {
  table: FeatureTable;
  features: FeatureSet;
  samples: Pick<Sample, "name" | "metadata">[];
  parameters: AnalysisParameters;
}

/** Diversity within and between samples, with a tree where one is asked for. */
export async function compareSamples(
  { stage }: Pick<Story, "stage">,
  { table, features, samples, parameters }: Counted,
): Promise<{ artifacts: JobArtifact[] }> {
  const built = parameters.tree ? await stage("buildTree", { features }) : null;
  const { artifacts } = await stage("measureDiversity", { table, samples, tree: built?.tree ?? null, parameters });
  return { artifacts: [...artifacts, ...(built ? [built.file] : [])] };
}
