import { createReadStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Reads, SampleUniques } from "../contracts/analysis.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { commonLength, cutLength } from "../science/cut-length.js";
import { fastaText } from "../science/fasta-records.js";
import { readPrefix } from "../science/sample-names.js";
import { sum } from "../science/sum.js";
import { textLines } from "../science/text-lines.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { Dada2, Dada2Sample } from "../tools/dada2.js";
import type { Vsearch } from "../tools/vsearch.js";
import { countRecords, expectCount, thousands } from "./counts.js";
import type { StageContext } from "./stage-context.js";
import type { StageRunner } from "./stage-runner.js";

export interface PairActivityDeps {
  stages: StageRunner;
  artifacts: ArtifactStore;
  vsearch: Vsearch;
  dada2: Dada2;
  threads: number;
}

type Input<T> = T & { run: StageRun; parameters: AnalysisParameters };

/** DADA2 needs more than this of a read. Source: its `filterAndTrim`. */
const SHORTEST_READ = 20;

/** The way of DADA2: reads of a pair are denoised before they are joined. */
export function createPairActivities(deps: PairActivityDeps) {
  const { stages, artifacts, vsearch, dada2, threads } = deps;

  return {
    /** Keeps the pairs of which both reads have few expected errors, and cuts off the ends that are not needed. Single reads likewise. */
    async filterPairs(input: Input<{ reads: Reads }>): Promise<StageOutput<Reads>> {
      const { reads, parameters, run } = input;
      const { max_expected_errors: maxExpectedErrors, min_overlap: minOverlap, max_length: maxLength } = parameters;
      const ingredients = {
        sample: reads.sample,
        forward: reads.forward,
        reverse: reads.reverse ?? null,
        max_expected_errors: maxExpectedErrors,
        ...(reads.reverse ? { min_overlap: minOverlap, max_length: maxLength } : {}),
      };
      return stages.run(run, { tools: ["vsearch"], ingredients }, async (context) => {
        const forward = await artifacts.pathOf(reads.forward);
        const reverse = reads.reverse && (await artifacts.pathOf(reads.reverse));
        const [filteredForward, filteredReverse] = [join(context.folder, "R1.fastq"), join(context.folder, "R2.fastq")];
        const filter = { forward, filteredForward, maxExpectedErrors, minLength: SHORTEST_READ };
        const filtered = await vsearch.filterPairs(
          reverse
            ? { ...filter, reverse, filteredReverse, cutLength: await lengthToKeep(context, [forward, reverse], maxLength, minOverlap) }
            : { ...filter, cutLength: null },
          context,
        );
        context.ran(filtered);
        expectCount(run.stage, "vsearch", reads.count, filtered.kept + filtered.discarded);
        const keep = async (path: string) => {
          expectCount(run.stage, "the output file", filtered.kept, (await countRecords(path, context.signal)).records);
          return (await context.keep(path)).artifact;
        };
        return {
          ...reads,
          forward: await keep(filteredForward),
          ...(reverse ? { reverse: await keep(filteredReverse) } : {}),
          count: filtered.kept,
        };
      });
    },

    /** Denoises the samples of one sequencing run, whose errors are alike, and joins the pairs. In the samples' order. */
    async denoisePairs(input: Input<{ samples: Reads[] }>): Promise<StageOutput<SampleUniques[]>> {
      const { samples, parameters, run } = input;
      const { min_overlap: minOverlap, min_length: minLength, max_length: maxLength } = parameters;
      const files = samples.flatMap(({ sample, forward, reverse }, index) => [
        [`sample_${index + 1}`, forward],
        [`sample_${index + 1}_reverse`, reverse ?? null],
        [`sample_${index + 1}_name`, sample],
      ]);
      const ingredients = {
        script: SCRIPT,
        min_overlap: minOverlap,
        min_length: minLength,
        max_length: maxLength,
        ...Object.fromEntries(files),
      };
      return stages.run(run, { tools: ["dada2"], ingredients }, async (context) => {
        const paths = samples.map(async ({ forward, reverse }) => ({
          forward: await artifacts.pathOf(forward),
          reverse: reverse === undefined ? null : await artifacts.pathOf(reverse),
        }));
        const denoised = await dada2.denoise({ samples: await Promise.all(paths), minOverlap, threads }, context);
        context.ran(denoised.run);
        expectCount(run.stage, "dada2", samples.length, denoised.samples.length);
        const found: SampleUniques[] = [];
        for (const [index, { sample, count }] of samples.entries()) {
          const made = denoised.samples[index] as Dada2Sample;
          expectCount(run.stage, "dada2", count, made.countIn);
          found.push(
            await keepSequences(context, run.stage, sample, made, { minLength: minLength ?? 1, maxLength: maxLength ?? Infinity }),
          );
        }
        return found;
      });
    },
  };
}

/** Changed with what the script does. */
const SCRIPT = 1;

/** Looks at the first ten thousand reads. */
async function lengthToKeep(context: StageContext, reads: [string, string], maxLength: number | null, minOverlap: number) {
  const [forward, reverse] = [await lengthsIn(context, reads[0]), await lengthsIn(context, reads[1])];
  return cutLength(maxLength, minOverlap, [commonLength(forward), commonLength(reverse)]);
}

async function lengthsIn(context: StageContext, path: string): Promise<number[]> {
  const lengths: number[] = [];
  let number = 0;
  for await (const line of textLines(createReadStream(path, { encoding: "latin1", signal: context.signal }))) {
    if (number++ % 4 === 1) lengths.push(line.length);
    if (lengths.length === 10_000) break;
  }
  return lengths;
}

/** A sample's sequences that have the marker's length. */
async function keepSequences(
  context: StageContext,
  stage: string,
  sample: string,
  { sequences, countIn, countOut }: Dada2Sample,
  { minLength, maxLength }: { minLength: number; maxLength: number },
): Promise<SampleUniques> {
  const lines = (await readFile(sequences, "latin1")).split("\n").filter((line) => line !== "");
  const all = lines.map((line, index) => {
    const [sequence = "", size = ""] = line.split("\t");
    return { name: `${readPrefix(sample)}${index + 1}`, sequence, size: Number(size) };
  });
  const fitting = all.filter(({ sequence }) => sequence.length >= minLength && sequence.length <= maxLength);
  const [total, count] = [all, fitting].map((records) => sum(records.map(({ size }) => size))) as [number, number];
  expectCount(stage, "the output file", countOut, total);
  const of = (reads: number) => `${sample}: ${thousands(reads)} of ${thousands(countIn)} reads`;
  if (countOut < countIn)
    context.warn(`${of(countIn - countOut)} were lost to denoising: of no certain sequence, or pairs that do not match`);
  if (count < total) context.warn(`${of(total - count)} have another length than the marker (\`min_length\`, \`max_length\`)`);
  const { artifact } = await context.store((path) => writeFile(path, fitting.map(fastaText).join("")));
  const uniques = { sequences: artifact, unique: fitting.length, count };
  return { sample, all: uniques, passed: uniques };
}
