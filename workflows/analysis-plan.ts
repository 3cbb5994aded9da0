import type { ImportedInput } from "../contracts/analysis.js";
import type { PlannedStage } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import type { RunAnalysisParams } from "../contracts/tasks/run-analysis/schema.js";
import { hasPrimers } from "./prepare-sample.js";
import { runsOf } from "./runs.js";

/** The steps as far as they are known: before the input has been looked at, those of one sample of pairs. */
export function planFor(params: RunAnalysisParams, imported?: ImportedInput): PlannedStage[] {
  const { parameters, reference } = params;
  const { format, samples } = imported ?? { format: "fastq", samples: [null] };
  const named = (yes: string) => (reference === undefined ? [] : [yes]);
  const judged = (yes: string) => (params.analysis_type === "novelty" ? [yes] : []);
  const isPaired = !parameters.forward_only && samples.some((sample) => sample === null || sample.reverse !== undefined);
  const each = format === "fasta" ? ["check_input", "count_uniques"] : readsPlan(parameters, isPaired);
  const runs = imported ? runsOf(imported.samples, parameters.forward_only).length : 1;
  const once = (name: string) => ({ name, subjects: 1 });
  return [
    ...["import_input", ...named("check_reference"), ...judged("calibrate_novelty")].map(once),
    ...each.map((name) => ({ name, subjects: samples.length })),
    ...(parameters.denoiser === "dada2" ? [{ name: "denoise_pairs", subjects: runs }] : []),
    ...[...featuresPlan(parameters), "map_reads", ...named("classify"), ...judged("find_novelty"), "summarise", "write_provenance"].map(
      once,
    ),
  ];
}

/** Of one sample. */
function readsPlan(parameters: AnalysisParameters, isPaired: boolean): string[] {
  const begin = ["check_input", ...(hasPrimers(parameters) ? ["trim_primers"] : [])];
  if (parameters.denoiser === "dada2") return [...begin, "filter_pairs"];
  return [...begin, ...(isPaired ? ["merge_pairs"] : []), "filter_reads"];
}

function featuresPlan({ clusterer, denoiser, remove_chimeras: removesChimeras }: AnalysisParameters): string[] {
  const method = clusterer ? ["cluster"] : denoiser === "dada2" ? [] : ["denoise"];
  return ["dereplicate", ...method, ...(removesChimeras ? ["remove_chimeras"] : []), "name_features"];
}
