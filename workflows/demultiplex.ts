import type { ImportedInput, Reads, Sample } from "../contracts/analysis.js";
import type { Artifact } from "../contracts/artifact.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { inParallel } from "./in-parallel.js";
import type { Story } from "./job.js";

/** A sample whose reads are files of its own, or were told from those of others. */
export interface ComingSample extends Sample {
  /** Its reads, and how many pairs all samples of its library have together. */
  demultiplexed?: { reads: Reads; of: number };
}

/**
 * Checks the libraries and tells the reads of their samples apart, where there is a tag file.
 *
 * @returns all samples, in their order, and for each library a table of its tags
 */
export async function demultiplex(
  { stage }: Pick<Story, "stage">,
  parameters: AnalysisParameters,
  { format, samples, libraries }: ImportedInput,
  atOnce: number,
): Promise<{ samples: ComingSample[]; tags: Artifact[] }> {
  if (libraries === undefined) return { samples, tags: [] };
  // Both reads of a pair say whose it is.
  const both = { ...parameters, forward_only: false };
  const divided = await inParallel(
    libraries.map((library) => async () => {
      const { tags: _, ...sample } = library;
      const reads = await stage("checkInput", { sample, format, parameters: both }, library.name);
      return { of: reads.count, ...(await stage("demultiplex", { library, reads, parameters }, library.name)) };
    }),
    atOnce,
  );
  const found = new Map(divided.flatMap(({ of, samples: own }) => own.map((reads) => [reads.sample, { reads, of }] as const)));
  return {
    samples: samples.map((sample) => ({ ...sample, demultiplexed: found.get(sample.name) as { reads: Reads; of: number } })),
    tags: divided.map(({ tags }) => tags),
  };
}
