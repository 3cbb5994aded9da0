import type { ImportedInput, Sample } from "../contracts/analysis.js";
import type { PlannedStage } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import type { RunAnalysisParams } from "../contracts/tasks/run-analysis/schema.js";
import { checksMarker } from "./checks-marker.js";
import { hasPrimers } from "./prepare-sample.js";
import { OUTPUT_STAGES } from "./output-stages.js";
import { runsOf } from "./runs.js";

/** The steps as far as they are known: before the input has been looked at, those of one sample of pairs. */
export function planFor(params: RunAnalysisParams, imported?: ImportedInput): PlannedStage[] {
  const reference = params.reference === undefined ? [] : ["check_reference"];
  const learnt = params.analysis_type === "novelty" ? ["calibrate_novelty"] : [];
  return [
    ...["import_input", ...reference, ...learnt].map(once),
    ...librariesPlan(params, imported),
    ...samplesPlan(params, imported),
    ...tablePlan(params, imported).map(once),
    ...["measure_diversity", "summarise", ...OUTPUT_STAGES].map(once),
  ];
}

/** Of all samples: what each takes, and what those of a sequencing run take together. */
function samplesPlan({ parameters }: RunAnalysisParams, imported?: ImportedInput): PlannedStage[] {
  const { format, samples } = imported ?? { format: "fastq", samples: [null] };
  const isPaired = !parameters.forward_only && samples.some((sample) => sample === null || sample.reverse !== undefined);
  const each = format === "fasta" ? ["check_input", "count_uniques"] : readsPlan(parameters, isPaired);
  const runs = imported ? runsOf(imported.samples, parameters.forward_only).length : 1;
  return [
    ...each.map((name) => ({ name, subjects: samples.length })),
    ...(parameters.denoiser === "dada2" ? [{ name: "denoise_pairs", subjects: runs }] : []),
  ];
}

/** From unique sequences to the table as it is compared. */
function tablePlan({ analysis_type: type, parameters, reference }: RunAnalysisParams, imported?: ImportedInput): string[] {
  return [
    ...[...featuresPlan(parameters), "map_reads"],
    ...(reference === undefined ? [] : namingPlan(parameters, imported?.reference?.installed !== undefined)),
    ...(checksMarker(parameters, reference !== undefined) ? ["check_marker"] : []),
    ...(imported?.samples.some(isControl) ? ["check_controls"] : []),
    ...(type === "novelty" ? ["find_novelty"] : []),
    ...(parameters.tree ? ["build_tree"] : []),
  ];
}

function librariesPlan({ parameters }: RunAnalysisParams, imported?: ImportedInput): PlannedStage[] {
  if (parameters.tag_file === undefined) return [];
  const subjects = imported?.libraries?.length ?? 1;
  return [
    { name: "check_input", subjects },
    { name: "demultiplex", subjects },
  ];
}

export function isControl({ metadata }: Pick<Sample, "metadata">): boolean {
  return (metadata["control"] ?? "") !== "";
}

/** Of one sample. */
function readsPlan(parameters: AnalysisParameters, isPaired: boolean): string[] {
  const begin = [
    ...(parameters.tag_file === undefined ? ["check_input"] : []),
    ...(hasPrimers(parameters) ? ["trim_primers"] : []),
    ...(parameters.quality_trim === undefined ? [] : ["trim_quality"]),
  ];
  if (parameters.denoiser === "dada2") return [...begin, "filter_pairs"];
  return [...begin, ...(isPaired ? ["merge_pairs"] : []), "filter_reads"];
}

function featuresPlan({ clusterer, denoiser, remove_chimeras: removesChimeras }: AnalysisParameters): string[] {
  const method = clusterer ? ["cluster"] : denoiser === "dada2" ? [] : ["denoise"];
  return ["dereplicate", ...method, ...(removesChimeras ? ["remove_chimeras"] : []), "name_features"];
}

/** @param isInstalled the reference has its index */
export function namingPlan({ classifier }: Pick<AnalysisParameters, "classifier">, isInstalled: boolean): string[] {
  if (classifier === "sintax") return ["classify"];
  return [...(isInstalled ? [] : ["index_reference"]), "classify_by_blast"];
}

function once(name: string): PlannedStage {
  return { name, subjects: 1 };
}
