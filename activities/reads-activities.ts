import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { Merged, Reads, SampleUniques, Uniques } from "../contracts/analysis.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { fastaRecords } from "../science/fasta-records.js";
import { primerOffsetWarning } from "../science/primer-offset.js";
import { sumOf } from "../science/sum.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { Cutadapt, Trimmed } from "../tools/cutadapt.js";
import type { Vsearch } from "../tools/vsearch.js";
import { countRecords, expectCount, type RecordCount, thousands } from "./counts.js";
import type { StageContext } from "./stage-context.js";
import type { StageRunner } from "./stage-runner.js";

export interface ReadActivityDeps {
  stages: StageRunner;
  artifacts: ArtifactStore;
  vsearch: Vsearch;
  cutadapt: Cutadapt;
  /** Threads for one tool. */
  threads: number;
}

type Input<T> = T & { run: StageRun; parameters: AnalysisParameters };

/** A sample's way from checked reads to unique sequences. */
export function createReadActivities(deps: ReadActivityDeps) {
  const { stages, artifacts, vsearch, cutadapt, threads } = deps;

  return {
    /** Keeps the reads that begin with their primer, and cuts the primers off. */
    async trimPrimers(input: Input<{ reads: Reads }>): Promise<StageOutput<Reads>> {
      const { reads, parameters, run } = input;
      const { forward_primer: forwardPrimer, reverse_primer: reversePrimer } = parameters;
      if (forwardPrimer === null || reversePrimer === null) throw new Error("trim_primers needs both primers");
      const ingredients = {
        sample: reads.sample,
        forward: reads.forward,
        reverse: reads.reverse ?? null,
        forward_primer: forwardPrimer,
        reverse_primer: reversePrimer,
      };
      return stages.run(run, { tools: ["cutadapt"], ingredients }, async (context) => {
        const forward = await artifacts.pathOf(reads.forward);
        const reverse = reads.reverse && (await artifacts.pathOf(reads.reverse));
        const [trimmedForward, trimmedReverse] = [join(context.folder, "R1.fastq"), join(context.folder, "R2.fastq")];
        const primers = { forward, trimmedForward, forwardPrimer, reversePrimer, threads };
        const trimmed = reverse
          ? await cutadapt.trimPairs({ ...primers, reverse, trimmedReverse }, context)
          : await cutadapt.trimSingle(primers, context);
        for (const ran of trimmed.runs) context.ran(ran);
        expectCount(run.stage, "cutadapt", reads.count, trimmed.countIn);
        context.warn(...trimWarnings(trimmed, forwardPrimer, reversePrimer).map((warning) => `${reads.sample}: ${warning}`));
        return {
          ...reads,
          forward: await keepReads(context, run.stage, trimmedForward, trimmed.countOut),
          ...(reverse ? { reverse: await keepReads(context, run.stage, trimmedReverse, trimmed.countOut) } : {}),
          count: trimmed.countOut,
        };
      });
    },

    /** Cuts off the ends of reads where qualities are low. */
    async trimQuality(input: Input<{ reads: Reads }>): Promise<StageOutput<Reads>> {
      const { reads, parameters, run } = input;
      const { quality_trim: quality } = parameters;
      if (quality === undefined) throw new Error("trim_quality needs a quality");
      const ingredients = { sample: reads.sample, forward: reads.forward, reverse: reads.reverse ?? null, quality_trim: quality };
      return stages.run(run, { tools: ["cutadapt"], ingredients }, async (context) => {
        const forward = await artifacts.pathOf(reads.forward);
        const reverse = reads.reverse && (await artifacts.pathOf(reads.reverse));
        const [trimmedForward, trimmedReverse] = [join(context.folder, "R1.fastq"), join(context.folder, "R2.fastq")];
        const trimmed = await cutadapt.trimQuality({ forward, reverse, trimmedForward, trimmedReverse, quality, threads }, context);
        for (const ran of trimmed.runs) context.ran(ran);
        expectCount(run.stage, "cutadapt", reads.count, trimmed.countIn);
        return {
          ...reads,
          forward: await keepReads(context, run.stage, trimmedForward, trimmed.countOut),
          ...(reverse ? { reverse: await keepReads(context, run.stage, trimmedReverse, trimmed.countOut) } : {}),
          count: trimmed.countOut,
        };
      });
    },

    /** Joins the two reads of each pair. */
    async mergePairs(input: Input<{ reads: Reads }>): Promise<StageOutput<Merged>> {
      const { reads, parameters, run } = input;
      const { min_overlap: minOverlap, max_differences: maxDifferences } = parameters;
      const reverseReads = reads.reverse;
      if (reverseReads === undefined) throw new Error("merge_pairs needs pairs");
      const ingredients = {
        sample: reads.sample,
        forward: reads.forward,
        reverse: reverseReads,
        min_overlap: minOverlap,
        max_differences: maxDifferences,
      };
      return stages.run(run, { tools: ["vsearch"], ingredients }, async (context) => {
        const output = join(context.folder, "merged.fastq");
        const [forward, reverse] = [await artifacts.pathOf(reads.forward), await artifacts.pathOf(reverseReads)];
        const merged = await vsearch.mergePairs({ forward, reverse, merged: output, minOverlap, maxDifferences, threads }, context);
        context.ran(merged);
        expectCount(run.stage, "vsearch", reads.count, merged.pairs);
        expectCount(run.stage, "vsearch", merged.pairs, merged.merged + sumOf(merged.failed));
        if (merged.merged > 0 && merged.merged < 0.8 * reads.count) {
          const share = Math.round((100 * merged.merged) / reads.count);
          context.warn(`${reads.sample}: only ${share} % of the pairs could be merged`);
        }
        return { sample: reads.sample, reads: await keepReads(context, run.stage, output, merged.merged), count: merged.merged };
      });
    },

    /** Counts unique sequences, of all reads and of those with few expected errors and the marker's length. */
    async filterReads(input: Input<{ merged: Merged }>): Promise<StageOutput<SampleUniques>> {
      const { merged, parameters, run } = input;
      const { max_expected_errors: maxExpectedErrors, min_length: minLength, max_length: maxLength } = parameters;
      const ingredients = {
        sample: merged.sample,
        reads: merged.reads,
        max_expected_errors: maxExpectedErrors,
        min_length: minLength,
        max_length: maxLength,
      };
      return stages.run(run, { tools: ["vsearch"], ingredients }, async (context) => {
        const reads = await artifacts.pathOf(merged.reads);
        const [all, passed] = [join(context.folder, "all.fasta"), join(context.folder, "passed.fasta")];
        const every = await vsearch.toFasta(reads, all, context);
        context.ran(every);
        expectCount(run.stage, "vsearch", merged.count, every.kept);
        const filtered = await vsearch.filterReads({ reads, filtered: passed, maxExpectedErrors, minLength, maxLength }, context);
        context.ran(filtered);
        expectCount(run.stage, "vsearch", merged.count, filtered.kept + filtered.discarded);
        return {
          sample: merged.sample,
          all: await uniquesOf(context, vsearch, run, all, merged.count),
          passed: await uniquesOf(context, vsearch, run, passed, filtered.kept),
        };
      });
    },

    /** The same for sequences that come as FASTA: they are taken as they are, but for their length. */
    async countUniques(input: Input<{ reads: Reads }>): Promise<StageOutput<SampleUniques>> {
      const { reads, run } = input;
      const { min_length: minLength, max_length: maxLength } = input.parameters;
      const ingredients = { sample: reads.sample, reads: reads.forward, min_length: minLength, max_length: maxLength };
      return stages.run(run, { tools: ["vsearch"], ingredients }, async (context) => {
        const path = await artifacts.pathOf(reads.forward);
        const uniques = await uniquesOf(context, vsearch, run, path, reads.count, minLength ?? DEFAULT_MIN_LENGTH, maxLength);
        return { sample: reads.sample, all: uniques, passed: uniques };
      });
    },
  };
}

/** vsearch's own limit for FASTA, in bases. */
const DEFAULT_MIN_LENGTH = 32;

/** The file becomes an artifact if it holds as many reads as the tool said: a full disk goes unnoticed by the tools. */
async function keepReads(context: StageContext, stage: string, path: string, count: number) {
  expectCount(stage, "the output file", count, (await countRecords(path, context.signal)).records);
  return (await context.keep(path)).artifact;
}

async function uniquesOf(
  context: StageContext,
  vsearch: Vsearch,
  run: StageRun,
  sequences: string,
  count: number,
  minLength = 1,
  maxLength: number | null = null,
): Promise<Uniques> {
  const output = `${sequences.startsWith(context.folder) ? sequences : join(context.folder, "input.fasta")}.uniques`;
  const made = await vsearch.dereplicate({ sequences, uniques: output, minLength, maxLength }, context);
  context.ran(made);
  const found = await countRecords(output, context.signal);
  expectCount(run.stage, "the output file", made.unique, found.records);
  const dropped = made.tooShort + made.tooLong;
  const lost = dropped === 0 ? { records: 0, size: 0 } : await countUnfit(context, sequences, minLength, maxLength);
  expectCount(run.stage, "vsearch", dropped, lost.records);
  expectCount(run.stage, "vsearch", count, found.size + lost.size);
  if (dropped > 0) {
    const limits = `under ${minLength} bases${maxLength === null ? "" : ` or over ${maxLength}`}`;
    context.warn(`${run.subject}: sequences ${limits} were left out: ${thousands(dropped)}, with ${thousands(lost.size)} reads`);
  }
  return { sequences: (await context.keep(output)).artifact, unique: found.records, count: found.size };
}

/** The sequences of another length, and the reads that they stand for. */
async function countUnfit(context: StageContext, path: string, minLength: number, maxLength: number | null): Promise<RecordCount> {
  const unfit: RecordCount = { records: 0, size: 0 };
  for await (const { sequence, size } of fastaRecords(createReadStream(path, { signal: context.signal }))) {
    if (sequence.length >= minLength && sequence.length <= (maxLength ?? sequence.length)) continue;
    unfit.records++;
    unfit.size += size;
  }
  return unfit;
}

function trimWarnings({ cutLengths, turned, countOut }: Trimmed, forwardPrimer: string, reversePrimer: string): string[] {
  const offsets = [
    primerOffsetWarning(cutLengths.forward, forwardPrimer.length, "forward"),
    primerOffsetWarning(cutLengths.reverse, reversePrimer.length, "reverse"),
  ];
  const inOther = `${turned} of ${countOut} came in the other orientation and were turned`;
  return [...offsets.filter((warning) => warning !== null), ...(turned > 0 ? [inOther] : [])];
}
