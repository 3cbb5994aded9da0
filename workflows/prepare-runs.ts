import type { ReadCounts, Reads } from "../contracts/analysis.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import type { ComingSample } from "./demultiplex.js";
import { inParallel } from "./in-parallel.js";
import type { Story } from "./job.js";
import { beginSample, type Ended, left, nothing, type Prepared } from "./prepare-sample.js";
import { runsOf } from "./runs.js";
import { stepsOfSamples } from "./steps-of-samples.js";

/**
 * The way of DADA2 to unique sequences: each sample's pairs are filtered, and those of one sequencing run denoised together.
 *
 * @param reads gets what is left after each stage that ran
 * @returns in the samples' order
 */
export async function prepareRuns(
  steps: Pick<Story, "stage" | "sharing">,
  parameters: AnalysisParameters,
  { format, samples }: { format: "fasta" | "fastq"; samples: ComingSample[] },
  reads: ReadCounts,
  atOnce: number,
): Promise<Prepared[]> {
  const { stage } = steps;
  const stepsOf = stepsOfSamples(steps, samples.length);
  const filtered = await inParallel(
    samples.map((sample) => async () => ({ ...sample, ...(await filterSample(stepsOf(), parameters, format, sample, reads)) })),
    atOnce,
  );
  const prepared = new Map<string, Prepared>();
  for (const { name, reads: pairs, ended } of filtered) {
    if (ended) prepared.set(name, { uniques: nothing(name, pairs.forward), ended });
  }
  const runs = runsOf(
    filtered.filter(({ ended }) => !ended),
    parameters.forward_only,
  );
  await inParallel(
    runs.map((run) => async () => {
      const pairs = run.samples.map((sample) => sample.reads);
      const denoised = await stage("denoisePairs", { samples: pairs, parameters }, run.name);
      for (const [index, uniques] of denoised.entries()) {
        const ended = left(reads, uniques.sample, "denoise_pairs", uniques.all.count, pairs[index]?.count ?? 0);
        prepared.set(uniques.sample, { uniques, ...ended });
      }
    }),
  );
  return samples.map(({ name }) => prepared.get(name) as Prepared);
}

async function filterSample(
  steps: Pick<Story, "stage">,
  parameters: AnalysisParameters,
  format: "fasta" | "fastq",
  sample: ComingSample,
  reads: ReadCounts,
): Promise<{ reads: Reads; ended?: Ended }> {
  const begun = await beginSample(steps, parameters, format, sample, reads);
  if (begun.ended) return begun;
  const filtered = await steps.stage("filterPairs", { reads: begun.reads, parameters }, sample.name);
  return { reads: filtered, ...left(reads, sample.name, "filter_pairs", filtered.count, begun.reads.count) };
}
