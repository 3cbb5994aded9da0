import type { ReadCounts, Reads, Sample, SampleUniques, Uniques } from "../contracts/analysis.js";
import type { Artifact } from "../contracts/artifact.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import type { Story } from "./job.js";

export interface Prepared {
  uniques: SampleUniques;
  /** The stage after which nothing was left of the sample. */
  ended?: Ended;
}

export interface Ended {
  stage: keyof typeof WHY;
  /** For a person: sample, counts, stage, and the parameter to look at. */
  message: string;
}

/** In the order of the stages. */
const WHY = {
  check_input: "all are PhiX, the control of the machine",
  trim_primers: "no read begins with its primer: look at `marker`",
  merge_pairs: "the reads of a pair do not overlap: look at `min_overlap` and `max_differences`, or set `forward_only`",
  filter_reads: "all have too many errors or another length: look at `max_expected_errors`, `min_length` and `max_length`",
  count_uniques: "all are too short or too long: look at `min_length` and `max_length`",
};

const STAGES = Object.keys(WHY);

/**
 * One sample's way to unique sequences. FASTA comes in after the filter. A sample of which nothing is left skips the
 * tools that remain, which are not made for empty files.
 *
 * @param reads gets what is left after each stage that ran
 */
export async function prepareSample(
  { stage }: Pick<Story, "stage">,
  parameters: AnalysisParameters,
  format: "fasta" | "fastq",
  sample: Sample,
  reads: ReadCounts,
): Promise<Prepared> {
  const { name } = sample;
  const left = (after: Ended["stage"], count: number, before: number): { ended?: Ended } => {
    reads[after] = { ...reads[after], [name]: count };
    if (count > 0) return {};
    const message = `sample ${name}: 0 of ${before.toLocaleString("en-US")} reads left after stage ${after}; ${WHY[after]}`;
    return { ended: { stage: after, message } };
  };

  const checked = await stage("checkInput", { sample, format, parameters }, name);
  const afterCheck = left("check_input", checked.count, checked.phix ?? 0);
  if (afterCheck.ended) return { uniques: nothing(name, checked.forward), ...afterCheck };

  if (format === "fasta") {
    const uniques = await stage("countUniques", { reads: checked, parameters }, name);
    return { uniques, ...left("count_uniques", uniques.all.count, checked.count) };
  }

  let trimmed: Reads = checked;
  if (hasPrimers(parameters)) {
    trimmed = await stage("trimPrimers", { reads: checked, parameters }, name);
    const afterTrim = left("trim_primers", trimmed.count, checked.count);
    if (afterTrim.ended) return { uniques: nothing(name, trimmed.forward), ...afterTrim };
  }

  let merged = { sample: name, reads: trimmed.forward, count: trimmed.count };
  if (trimmed.reverse) {
    merged = await stage("mergePairs", { reads: trimmed, parameters }, name);
    const afterMerge = left("merge_pairs", merged.count, trimmed.count);
    if (afterMerge.ended) return { uniques: nothing(name, merged.reads), ...afterMerge };
  }

  // Reads that do not pass the filter are still counted for the features of other samples.
  const uniques = await stage("filterReads", { merged, parameters }, name);
  return { uniques, ...left("filter_reads", uniques.passed.count, merged.count) };
}

/** How the last sample with reads came to its end, where nothing is left of any. */
export function endOfAll(prepared: readonly Prepared[]): Ended | undefined {
  const ends = prepared.flatMap(({ ended }) => ended ?? []);
  if (ends.length < prepared.length) return undefined;
  const furthest = [...ends].sort((one, two) => STAGES.indexOf(two.stage) - STAGES.indexOf(one.stage))[0];
  if (furthest === undefined || ends.length === 1) return furthest;
  return { ...furthest, message: `${furthest.message}; nothing is left of the other samples either` };
}

export function hasPrimers(parameters: AnalysisParameters): boolean {
  return parameters.forward_primer !== null;
}

/** @param file an empty one */
function nothing(sample: string, file: Artifact): SampleUniques {
  const none: Uniques = { sequences: file, unique: 0, count: 0 };
  return { sample, all: none, passed: none };
}
