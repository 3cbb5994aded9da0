import { createReadStream, createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FeatureSet, SampleUniques, Uniques } from "../contracts/analysis.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import type { Denoiser } from "../contracts/tasks/run-analysis/method.js";
import { fastaText } from "../science/fasta-records.js";
import { featureId, inCanonicalOrder } from "../science/feature.js";
import { sum } from "../science/sum.js";
import { countRecords, expectCount } from "./counts.js";
import { everyUnique, type FeatureFinder, type FeatureTools, nearCentroids, unoise } from "./find-features.js";
import { listRecords } from "./list-records.js";
import type { StageRunner } from "./stage-runner.js";
import { swarms } from "./swarm-features.js";

export interface FeatureActivityDeps extends FeatureTools {
  stages: StageRunner;
}

type Input<T> = T & { run: StageRun; parameters: AnalysisParameters };

/** From the unique sequences of all samples to features. */
export function createFeatureActivities(deps: FeatureActivityDeps) {
  const { stages, artifacts, vsearch } = deps;

  return {
    /** Counts unique sequences over all samples. */
    async dereplicate(input: Input<{ samples: SampleUniques[] }>): Promise<StageOutput<Uniques>> {
      const { samples, run } = input;
      const ingredients = { ...Object.fromEntries(samples.map(({ passed }, index) => [`sample_${index + 1}`, passed.sequences])) };
      return stages.run(run, { tools: ["vsearch"], ingredients }, async (context) => {
        const [first, ...others] = samples;
        // One sample's sequences are unique already, and largest first.
        if (first && others.length === 0) return first.passed;
        const [pooled, uniques] = [join(context.folder, "pooled.fasta"), join(context.folder, "uniques.fasta")];
        for (const [index, { passed }] of samples.entries()) {
          await pipeline(createReadStream(await artifacts.pathOf(passed.sequences)), createWriteStream(pooled, { flags: "a" }), {
            signal: context.signal,
          });
          context.progress((0.5 * (index + 1)) / samples.length, `${index + 1} of ${samples.length} samples`);
        }
        const made = await vsearch.dereplicate({ sequences: pooled, uniques, minLength: 1, maxLength: null }, context);
        context.ran(made);
        const found = await countRecords(uniques, context.signal);
        const count = sum(samples.map(({ passed }) => passed.count));
        expectCount(run.stage, "vsearch", count, found.size);
        return { sequences: (await context.keep(uniques)).artifact, unique: found.records, count: found.size };
      });
    },

    /** Tells true sequences from those that arose by errors of the machine. */
    async denoise(input: Input<{ uniques: Uniques }>): Promise<StageOutput<FeatureSet>> {
      const { uniques, parameters, run } = input;
      const { denoiser, min_size: minSize } = parameters;
      const { find, tools } = DENOISERS[denoiser as keyof typeof DENOISERS];
      const ingredients = { uniques: uniques.sequences, denoiser, min_size: minSize };
      return stages.run(run, { tools, ingredients }, (context) => find(deps, input, context));
    },

    /** Gathers sequences into OTUs, by their centroid or seed. */
    async cluster(input: Input<{ uniques: Uniques }>): Promise<StageOutput<FeatureSet>> {
      const { uniques, parameters, run } = input;
      const { clusterer, identity, min_size: minSize } = parameters;
      const { find, tools } = clusterer === "swarm" ? BY_SWARM : { find: nearCentroids, tools: ["vsearch"] };
      const ingredients = {
        uniques: uniques.sequences,
        clusterer,
        min_size: minSize,
        ...(clusterer === "swarm" ? {} : { identity }),
      };
      return stages.run(run, { tools, ingredients }, (context) => find(deps, input, context));
    },

    /** Names each feature by its sequence, and puts them in an order that does not depend on how they were found. */
    async nameFeatures(input: Input<{ found: FeatureSet }>): Promise<StageOutput<FeatureSet>> {
      const { found, run } = input;
      return stages.run(run, { ingredients: { sequences: found.sequences, members: found.members ?? null } }, async (context) => {
        const records = await listRecords(await artifacts.pathOf(found.sequences));
        const named = inCanonicalOrder(records, ({ size }) => size).map((record) => ({ ...record, name: featureId(record.sequence) }));
        const { artifact } = await context.store((path) => writeFile(path, named.map(fastaText).join("")));
        return { ...found, sequences: artifact };
      });
    },
  };
}

/** DADA2 is none of them: it denoises the reads of each run before they are joined. */
const DENOISERS: Record<Exclude<Denoiser, "dada2">, { find: FeatureFinder; tools: string[] }> = {
  unoise3: { find: unoise, tools: ["vsearch"] },
  swarm: { find: swarms, tools: ["swarm"] },
  none: { find: everyUnique, tools: [] },
};

const BY_SWARM = DENOISERS.swarm;
