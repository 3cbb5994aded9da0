import { join } from "node:path";
import type { FeatureSet, Uniques } from "../contracts/analysis.js";
import type { StageRun } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { Swarm } from "../tools/swarm.js";
import type { Vsearch } from "../tools/vsearch.js";
import { chosenSequences } from "./chosen-sequences.js";
import { countRecords, expectCount, expectSome, thousands } from "./counts.js";
import type { StageContext } from "./stage-context.js";

export interface FeatureTools {
  artifacts: ArtifactStore;
  vsearch: Vsearch;
  swarm: Swarm;
  threads: number;
}

export interface FindFeatures {
  run: StageRun;
  uniques: Uniques;
  parameters: Pick<AnalysisParameters, "min_size" | "identity">;
}

/** One way from the unique sequences of all samples to features. */
export type FeatureFinder = (tools: FeatureTools, input: FindFeatures, context: StageContext) => Promise<FeatureSet>;

export const unoise: FeatureFinder = async ({ artifacts, vsearch, threads }, { run, uniques, parameters }, context) => {
  const { min_size: minSize } = parameters;
  const centroids = join(context.folder, "centroids.fasta");
  const frequent = await frequentSequences(context, run, uniques, await artifacts.pathOf(uniques.sequences), minSize);
  const made = await vsearch.denoise(frequent.path, centroids, minSize, threads, context);
  context.ran(made);
  const found = await countRecords(centroids, context.signal);
  expectCount(run.stage, "the output file", made.clusters, found.records);
  expectCount(run.stage, "vsearch", frequent.reads, found.size);
  tellLost(context, "took no part in denoising", uniques, frequent, minSize);
  return { sequences: (await context.keep(centroids)).artifact, features: found.records, count: found.size };
};

/** Each sequence as it was read. */
export const everyUnique: FeatureFinder = async ({ artifacts }, { run, uniques, parameters }, context) => {
  const frequent = await frequentSequences(context, run, uniques, await artifacts.pathOf(uniques.sequences), parameters.min_size);
  tellLost(context, "are of no feature by themselves", uniques, frequent, parameters.min_size);
  return { sequences: (await context.keep(frequent.path)).artifact, features: frequent.records, count: frequent.reads };
};

/** OTUs of sequences near their centroid. */
export const nearCentroids: FeatureFinder = async ({ artifacts, vsearch, threads }, { run, uniques, parameters }, context) => {
  const { identity, min_size: minSize } = parameters;
  const centroids = join(context.folder, "centroids.fasta");
  const frequent = await frequentSequences(context, run, uniques, await artifacts.pathOf(uniques.sequences), minSize);
  const made = await vsearch.cluster({ uniques: frequent.path, centroids, identity, threads }, context);
  context.ran(made);
  const found = await countRecords(centroids, context.signal);
  expectCount(run.stage, "the output file", made.clusters, found.records);
  expectCount(run.stage, "vsearch", frequent.reads, found.size);
  tellLost(context, "took no part in clustering", uniques, frequent, minSize);
  return { sequences: (await context.keep(centroids)).artifact, features: found.records, count: found.size };
};

/** Those that were read often enough, in a file of the attempt. @throws {JobFailure} NothingLeft where there are none */
async function frequentSequences(context: StageContext, run: StageRun, uniques: Uniques, path: string, minSize: number) {
  const frequent = join(context.folder, "frequent.fasta");
  const { records, size } = await chosenSequences(context, path, frequent, (record) => (record.size >= minSize ? record : null));
  expectSome(run, records, uniques.count, `no sequence was read ${minSize} times: look at \`min_size\``);
  return { path: frequent, records, reads: size, sequences: uniques.unique - records };
}

/** Says how many reads a method leaves out, and of how many sequences. */
function tellLost(
  context: StageContext,
  what: string,
  all: Uniques,
  { reads, sequences }: { reads: number; sequences: number },
  minSize: number,
): void {
  const lost = all.count - reads;
  if (lost === 0) return;
  context.warn(
    `${thousands(lost)} of ${thousands(all.count)} reads ${what}: ${thousands(sequences)} unique sequences were read fewer than ${minSize} times (\`min_size\`)`,
  );
}
