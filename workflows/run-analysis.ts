import type { ReadCounts, Sample, SampleUniques } from "../contracts/analysis.js";
import type { JobInput } from "../contracts/job.js";
import type { AnalysisResult } from "../contracts/tasks/run-analysis/result.js";
import type { RunAnalysisParams } from "../contracts/tasks/run-analysis/schema.js";
import { inParallel } from "./in-parallel.js";
import { runJob, type Story } from "./job.js";

/** From reads to a table of taxa. Samples are prepared side by side and denoised together. */
export async function runAnalysis(input: JobInput<RunAnalysisParams>): Promise<AnalysisResult> {
  const { params } = input;
  const { parameters } = params;
  return runJob(input, async (steps) => {
    const { plan, stage, board } = steps;
    const started = plan(stagesOf("fastq", 1, parameters.remove_chimeras));
    const imported = await stage("importInput", { params, notedFiles: input.notedFiles });
    await started;
    const { format, samples } = imported;
    await plan(stagesOf(format, samples.length, parameters.remove_chimeras));

    const reads: ReadCounts = {};
    const [reference, prepared] = await inParallel([
      () => stage("checkReference", { reference: imported.reference }),
      () => inParallel(samples.map((sample) => () => prepare(steps, params, format, sample, reads))),
    ]);

    const uniques = await stage("dereplicate", { samples: prepared, parameters });
    const denoised = await stage("denoise", { uniques, parameters });
    const features = parameters.remove_chimeras
      ? await stage("removeChimeras", { denoised, samples: prepared, parameters })
      : { ...denoised, removed: null };
    const [table, classified] = await inParallel([
      () => stage("mapReads", { features, samples: prepared, parameters }),
      () => stage("classify", { features, reference, format, parameters }),
    ]);
    const { result, artifacts } = await stage("summarise", {
      params, samples, reads, features, table, classified, reference, warnings: board.warnings, versions: board.versions, commands: board.commands,
    });
    return { result: { ...result, stages: board.summary() }, artifacts };
  });
}

/** One sample's way to unique sequences. FASTA comes in after the filter. */
async function prepare({ stage }: Story, params: RunAnalysisParams, format: "fasta" | "fastq", sample: Sample, reads: ReadCounts): Promise<SampleUniques> {
  const { parameters } = params;
  const { name } = sample;
  const left = (after: string, count: number) => {
    reads[after] = { ...reads[after], [name]: count };
  };
  const checked = await stage("checkInput", { sample, format, parameters }, name);
  left("check_input", checked.count);
  if (format === "fasta") {
    const counted = await stage("countUniques", { reads: checked, parameters }, name);
    return counted;
  }
  const trimmed = await stage("trimPrimers", { reads: checked, parameters }, name);
  left("trim_primers", trimmed.count);
  const merged = await stage("mergePairs", { reads: trimmed, parameters }, name);
  left("merge_pairs", merged.count);
  const filtered = await stage("filterReads", { merged, parameters }, name);
  left("filter_reads", filtered.passed.count);
  return filtered;
}

function stagesOf(format: "fasta" | "fastq", samples: number, removeChimeras: boolean) {
  const each = format === "fasta" ? ["check_input", "count_uniques"] : ["check_input", "trim_primers", "merge_pairs", "filter_reads"];
  const all = ["dereplicate", "denoise", ...(removeChimeras ? ["remove_chimeras"] : []), "map_reads", "classify", "summarise"];
  return [
    { name: "import_input", subjects: 1 },
    { name: "check_reference", subjects: 1 },
    ...each.map((name) => ({ name, subjects: samples })),
    ...all.map((name) => ({ name, subjects: 1 })),
  ];
}
