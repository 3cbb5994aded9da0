import type { ChimeraFree, ImportedInput, ReadCounts, Sample, SampleUniques } from "../contracts/analysis.js";
import type { JobInput, PlannedStage } from "../contracts/job.js";
import type { AnalysisResult } from "../contracts/tasks/run-analysis/result.js";
import type { AnalysisParameters, RunAnalysisParams } from "../contracts/tasks/run-analysis/schema.js";
import { inParallel } from "./in-parallel.js";
import { runJob, type Story } from "./job.js";

/** From reads to a table of taxa. Samples are prepared side by side and denoised together. */
export async function runAnalysis(input: JobInput<RunAnalysisParams>): Promise<AnalysisResult> {
  const { params } = input;
  const { parameters } = params;
  return runJob(input, async (steps) => {
    const { plan, stage, board } = steps;
    await plan(planFor(parameters));
    const imported = await stage("importInput", { params, notedFiles: input.notedFiles });
    await plan(planFor(parameters, imported));
    const { format, samples } = imported;

    const reads: ReadCounts = {};
    const [reference, prepared] = await inParallel([
      () => stage("checkReference", { reference: imported.reference, parameters }),
      () => inParallel(samples.map((sample) => () => prepare(steps, params, format, sample, reads))),
    ]);

    const uniques = await stage("dereplicate", { samples: prepared, parameters });
    const denoised = await stage("denoise", { uniques, parameters });
    const found = parameters.remove_chimeras ? await stage("removeChimeras", { denoised, samples: prepared, parameters }) : denoised;
    const removed = (found as Partial<ChimeraFree>).removed ?? null;
    const features = await stage("nameFeatures", { found, parameters });
    const [table, classified] = await inParallel([
      () => stage("mapReads", { features, samples: prepared, parameters }),
      () => stage("classify", { features, reference, format, parameters }),
    ]);
    const summary = await stage("summarise", { params, samples, reads, features, removed, table, classified, reference });

    const { warnings, versions, commands } = board;
    const provenance = await stage("writeProvenance", {
      record: { task: input.task, params, inputs: { samples, reference }, versions, commands, warnings },
    });
    const artifacts = [...summary.artifacts, provenance];
    return { result: { ...summary.result, versions, warnings, artifacts, stages: board.summary() }, artifacts };
  });
}

/** One sample's way to unique sequences. FASTA comes in after the filter. */
async function prepare(
  { stage }: Story,
  params: RunAnalysisParams,
  format: "fasta" | "fastq",
  sample: Sample,
  reads: ReadCounts,
): Promise<SampleUniques> {
  const { parameters } = params;
  const { name } = sample;
  const left = (after: string, count: number) => {
    reads[after] = { ...reads[after], [name]: count };
  };
  const checked = await stage("checkInput", { sample, format, parameters }, name);
  left("check_input", checked.count);
  if (format === "fasta") {
    const counted = await stage("countUniques", { reads: checked, parameters }, name);
    left("count_uniques", counted.all.count);
    return counted;
  }
  const trimmed = hasPrimers(parameters) ? await stage("trimPrimers", { reads: checked, parameters }, name) : checked;
  if (trimmed !== checked) left("trim_primers", trimmed.count);
  const merged = trimmed.reverse
    ? await stage("mergePairs", { reads: trimmed, parameters }, name)
    : { sample: name, reads: trimmed.forward, count: trimmed.count };
  if (trimmed.reverse) left("merge_pairs", merged.count);
  const filtered = await stage("filterReads", { merged, parameters }, name);
  left("filter_reads", filtered.passed.count);
  return filtered;
}

/** The steps as far as they are known: before the input has been looked at, those of one sample of pairs. */
function planFor(parameters: AnalysisParameters, imported?: ImportedInput): PlannedStage[] {
  const { format, samples } = imported ?? { format: "fastq", samples: [null] };
  const isPaired = !parameters.forward_only && samples.some((sample) => sample === null || sample.reverse !== undefined);
  const reads = ["check_input", ...(hasPrimers(parameters) ? ["trim_primers"] : []), ...(isPaired ? ["merge_pairs"] : []), "filter_reads"];
  const each = format === "fasta" ? ["check_input", "count_uniques"] : reads;
  const chimeras = parameters.remove_chimeras ? ["remove_chimeras"] : [];
  return [
    ...["import_input", "check_reference"].map((name) => ({ name, subjects: 1 })),
    ...each.map((name) => ({ name, subjects: samples.length })),
    ...["dereplicate", "denoise", ...chimeras, "name_features", "map_reads", "classify", "summarise", "write_provenance"].map((name) => ({
      name,
      subjects: 1,
    })),
  ];
}

function hasPrimers(parameters: AnalysisParameters): boolean {
  return parameters.forward_primer !== null;
}
