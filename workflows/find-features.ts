import type { ChimeraFree, FeatureSet, SampleUniques } from "../contracts/analysis.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import type { Story } from "./job.js";

/** From the samples' unique sequences to features, by the analysis's method. */
export async function findFeatures(
  steps: Pick<Story, "stage">,
  parameters: AnalysisParameters,
  samples: SampleUniques[],
): Promise<{ features: FeatureSet; removed: ChimeraFree["removed"] | null }> {
  const { stage } = steps;
  const denoised = await gather(steps, parameters, samples);
  const found = parameters.remove_chimeras ? await stage("removeChimeras", { denoised, samples, parameters }) : denoised;
  const removed = (found as Partial<ChimeraFree>).removed ?? null;
  return { features: await stage("nameFeatures", { found, parameters }), removed };
}

async function gather({ stage }: Pick<Story, "stage">, parameters: AnalysisParameters, samples: SampleUniques[]): Promise<FeatureSet> {
  const uniques = await stage("dereplicate", { samples, parameters });
  if (parameters.clusterer) return stage("cluster", { uniques, parameters });
  if (parameters.denoiser !== "dada2") return stage("denoise", { uniques, parameters });
  // Its samples come in denoised.
  return { sequences: uniques.sequences, features: uniques.unique, count: uniques.count };
}
