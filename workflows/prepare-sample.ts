import type { ReadCounts, Reads, SampleUniques, Uniques } from "../contracts/analysis.js";
import type { Artifact } from "../contracts/artifact.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import type { ComingSample } from "./demultiplex.js";
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
  demultiplex: "no pair of reads begins with its two tags: look at `tag_file`",
  trim_primers: "no read begins with its primer: look at `marker`",
  trim_quality: "all bases are of low quality: look at `quality_trim`",
  merge_pairs: "the reads of a pair do not overlap: look at `min_overlap` and `max_differences`, or set `forward_only`",
  filter_reads: "all have too many errors or another length: look at `max_expected_errors`, `min_length` and `max_length`",
  count_uniques: "all are too short or too long: look at `min_length` and `max_length`",
  filter_pairs: "all have too many errors, or are shorter than 20 bases: look at `max_expected_errors`",
  denoise_pairs:
    "no pair is of a certain sequence, overlaps without a mismatch and has the right length: look at `min_overlap`, `min_length` and `max_length`, or at `denoiser`",
};

const STAGES = Object.keys(WHY);

/**
 * One sample's way to unique sequences. FASTA comes in after the filter. A sample of which nothing is left skips the
 * tools that remain, which are not made for empty files.
 *
 * @param reads gets what is left after each stage that ran
 */
export async function prepareSample(
  steps: Pick<Story, "stage">,
  parameters: AnalysisParameters,
  format: "fasta" | "fastq",
  sample: ComingSample,
  reads: ReadCounts,
): Promise<Prepared> {
  const { stage } = steps;
  const { name } = sample;
  const begun = await beginSample(steps, parameters, format, sample, reads);
  const { reads: trimmed } = begun;
  if (begun.ended) return { uniques: nothing(name, trimmed.forward), ended: begun.ended };

  if (format === "fasta") {
    const uniques = await stage("countUniques", { reads: trimmed, parameters }, name);
    return { uniques, ...left(reads, name, "count_uniques", uniques.all.count, trimmed.count) };
  }

  let merged = { sample: name, reads: trimmed.forward, count: trimmed.count };
  if (trimmed.reverse) {
    merged = await stage("mergePairs", { reads: trimmed, parameters }, name);
    const afterMerge = left(reads, name, "merge_pairs", merged.count, trimmed.count);
    if (afterMerge.ended) return { uniques: nothing(name, merged.reads), ...afterMerge };
  }

  // Reads that do not pass the filter are still counted for the features of other samples.
  const uniques = await stage("filterReads", { merged, parameters }, name);
  return { uniques, ...left(reads, name, "filter_reads", uniques.passed.count, merged.count) };
}

/** What every sample goes through: reads that the tools can be trusted with, without tags, primers and, where asked for, poor ends. */
export async function beginSample(
  steps: Pick<Story, "stage">,
  parameters: AnalysisParameters,
  format: "fasta" | "fastq",
  sample: ComingSample,
  reads: ReadCounts,
): Promise<{ reads: Reads; ended?: Ended }> {
  const { stage } = steps;
  const { name } = sample;
  const checked = await checkedReads(steps, parameters, format, sample, reads);
  if (checked.ended || format === "fasta") return checked;
  let begun = checked.reads;
  if (hasPrimers(parameters)) {
    const trimmed = await stage("trimPrimers", { reads: begun, parameters }, name);
    const after = left(reads, name, "trim_primers", trimmed.count, begun.count);
    if (after.ended) return { reads: trimmed, ...after };
    begun = trimmed;
  }
  if (parameters.quality_trim === undefined) return { reads: begun };
  const cut = await stage("trimQuality", { reads: begun, parameters }, name);
  return { reads: cut, ...left(reads, name, "trim_quality", cut.count, begun.count) };
}

async function checkedReads(
  { stage }: Pick<Story, "stage">,
  parameters: AnalysisParameters,
  format: "fasta" | "fastq",
  { demultiplexed, ...sample }: ComingSample,
  reads: ReadCounts,
): Promise<{ reads: Reads; ended?: Ended }> {
  const { name } = sample;
  if (demultiplexed) {
    const { reads: own, of } = demultiplexed;
    return { reads: own, ...left(reads, name, "demultiplex", own.count, of) };
  }
  const checked = await stage("checkInput", { sample, format, parameters }, name);
  return { reads: checked, ...left(reads, name, "check_input", checked.count, checked.phix ?? 0) };
}

/** Notes what is left of a sample, and says so where it is nothing. */
export function left(reads: ReadCounts, sample: string, after: Ended["stage"], count: number, before: number): { ended?: Ended } {
  reads[after] = { ...reads[after], [sample]: count };
  if (count > 0) return {};
  const message = `sample ${sample}: 0 of ${before.toLocaleString("en-US")} reads left after stage ${after}; ${WHY[after]}${fewWithPrimers(reads, sample)}`;
  return { ended: { stage: after, message } };
}

/** Another marker's primers are found in some reads by chance, so that a later stage is the one that leaves nothing. */
function fewWithPrimers(reads: ReadCounts, sample: string): string {
  const all = reads["check_input"]?.[sample] ?? 0;
  const found = reads["trim_primers"]?.[sample] ?? 0;
  if (found === 0 || found * 10 >= all) return "";
  return `; only ${found.toLocaleString("en-US")} of ${all.toLocaleString("en-US")} began with their primer: look at \`marker\` first`;
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
export function nothing(sample: string, file: Artifact): SampleUniques {
  const none: Uniques = { sequences: file, unique: 0, count: 0 };
  return { sample, all: none, passed: none };
}
