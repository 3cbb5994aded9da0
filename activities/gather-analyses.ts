import { readFile } from "node:fs/promises";
import type { Sample } from "../contracts/analysis.js";
import type { Artifact } from "../contracts/artifact.js";
import type { Gathered } from "../contracts/combination.js";
import { JobFailure } from "../contracts/failures.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import type { CombineParams } from "../contracts/tasks/run-combined-analysis/schema.js";
import { combinedNames } from "../science/combine.js";
import { checkSampleNames } from "../science/sample-names.js";
import type { Analyses, DoneAnalysis } from "../store/analyses.js";
import { combinedParameters } from "./combined-parameters.js";
import { toInvalidInput } from "./given-files.js";
import { checkSheet } from "./check-sheet.js";
import type { StageContext } from "./stage-context.js";

/** What is read of `provenance.json`. */
interface Provenance {
  params: { parameters: AnalysisParameters };
  inputs: { samples: Pick<Sample, "name" | "metadata">[] };
  stages: { name: string }[];
}

/** What makes features of two analyses the same stretch of the same gene. */
const REGION = ["marker", "forward_primer", "reverse_primer"] as const;

/** What decides on which features an analysis finds and keeps. */
const METHOD = [
  "clusterer",
  "denoiser",
  "min_size",
  "remove_chimeras",
  "identity",
  "max_expected_errors",
  "min_length",
  "max_length",
  "forward_only",
  "quality_trim",
  "min_overlap",
  "max_differences",
  "remove_flagged",
  "decontaminate",
] as const;

/**
 * Finds finished analyses and checks that their samples can stand in one table.
 *
 * @throws {JobFailure} InvalidInput, with the job at fault
 */
export async function gatherAnalyses(
  context: Pick<StageContext, "pathOf" | "warn">,
  analyses: Analyses,
  owner: string,
  params: CombineParams,
): Promise<Omit<Gathered, "reference">> {
  // They were there at submit; a job may be cleaned up since.
  const issues = await analyses.issues(owner, params.analyses, "analyses");
  if (issues.length > 0) throw new JobFailure("InputNotFound", issues.map(({ message }) => message).join("; "));
  const found = await analyses.find(params.analyses);
  const provenances = await Promise.all(found.map((one) => readProvenance(context, one)));
  oneRegion(found, provenances);
  const parameters = combinedParameters(
    params.parameters,
    provenances.map((one) => one.params.parameters),
  );
  context.warn(...methodWarnings(found, provenances));
  const parts = provenances.map(({ inputs }, place) => ({
    samples: inputs.samples.map(({ name, metadata }) => ({ name, metadata: { analysis: found[place]!.id, ...metadata } })),
  }));
  const { names, twice } = combinedNames(parts);
  if (twice.length > 0)
    context.warn(
      `sample names of several analyses have the analysis's place in front, such as 1.${twice[0]}: ${twice.slice(0, 10).join(", ")}`,
    );
  checkNames(names.flat());
  checkSheet(
    parameters,
    parts.flatMap(({ samples }) => samples),
  );
  return {
    parameters,
    format: provenances.some(({ stages }) => stages.some(({ name }) => name === "count_uniques")) ? "fasta" : "fastq",
    analyses: found.map((one, place) => ({
      id: one.id,
      table: fileOf(one, "features.tsv"),
      features: fileOf(one, "features.fasta"),
      samples: parts[place]!.samples.map(({ metadata }, index) => ({ name: names[place]![index]!, metadata })),
    })),
  };
}

async function readProvenance(context: Pick<StageContext, "pathOf">, analysis: DoneAnalysis): Promise<Provenance> {
  const path = await context.pathOf(fileOf(analysis, "provenance.json")).catch((cause: unknown) => {
    throw new JobFailure("ArtifactLost", `the files of job ${analysis.id} are gone`, { cause });
  });
  return JSON.parse(await readFile(path, "utf8")) as Provenance;
}

function fileOf({ id, files }: DoneAnalysis, name: string): Artifact {
  const file = files.find((one) => one.name === name);
  if (!file) throw new JobFailure("InvalidInput", `job ${id} has no ${name}; analyse its dataset again`);
  return `artifact:${file.sha256}`;
}

/** @throws {JobFailure} InvalidInput where the analyses are of several regions */
function oneRegion(found: DoneAnalysis[], provenances: Provenance[]): void {
  const all = provenances.map(({ params }) => params.parameters);
  const first = all[0]!;
  for (const [place, parameters] of all.entries()) {
    const other = REGION.find((name) => parameters[name] !== first[name]);
    if (other === undefined) continue;
    const shown = (value: string | null) => value ?? "none";
    throw new JobFailure(
      "InvalidInput",
      `job ${found[place]!.id} has ${other} ${shown(parameters[other])}, and job ${found[0]!.id} ${shown(first[other])}: features of different regions cannot be compared; combine those of one marker`,
    );
  }
}

function methodWarnings(found: DoneAnalysis[], provenances: Provenance[]): string[] {
  const first = provenances[0]!.params.parameters;
  return provenances.flatMap(({ params }, place) => {
    const differing = METHOD.filter((name) => params.parameters[name] !== first[name]);
    if (differing.length === 0) return [];
    const list = differing
      .map((name) => `${name} ${String(params.parameters[name] ?? "none")} instead of ${String(first[name] ?? "none")}`)
      .join(", ");
    return [
      `job ${found[place]!.id} was made in another way than job ${found[0]!.id}: ${list}; differences between samples may come from that`,
    ];
  });
}

function checkNames(names: string[]): void {
  try {
    checkSampleNames(names);
  } catch (error) {
    throw toInvalidInput("the combined table", error);
  }
}
