import { readFile } from "node:fs/promises";
import type { CheckedReference, Classified, FeatureSet, FeatureTable as StoredTable, ReadCounts, Sample } from "../contracts/analysis.js";
import type { Artifact, JobArtifact } from "../contracts/artifact.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisResult } from "../contracts/tasks/run-analysis/result.js";
import type { RunAnalysisParams } from "../contracts/tasks/run-analysis/schema.js";
import type { Feature } from "../science/feature.js";
import type { FeatureTable } from "../science/feature-table.js";
import { type Assignment, parseSintax } from "../science/sintax.js";
import { taxaOf } from "../science/taxa.js";
import { featuresFasta, readsTable, removedFasta, taxonomyTable } from "../science/tables.js";
import type { ArtifactStore } from "../store/artifacts.js";
import { featuresTable, readTable } from "./features-table.js";
import { keepText } from "./outputs/keep-file.js";
import { readFeatures } from "./outputs/read-features.js";
import type { StageRunner } from "./stage-runner.js";

export interface SummaryActivityDeps {
  stages: StageRunner;
  artifacts: ArtifactStore;
}

interface SummariseInput {
  run: StageRun;
  params: RunAnalysisParams;
  samples: Sample[];
  reads: ReadCounts;
  features: FeatureSet;
  /** FASTA of the chimeras; null where they were not looked for. */
  removed: Artifact | null;
  table: StoredTable;
  classified: Classified;
  reference: CheckedReference;
}

export interface Summary {
  result: Omit<AnalysisResult, "stages" | "warnings" | "versions" | "artifacts">;
  artifacts: JobArtifact[];
}

export function createSummaryActivities(deps: SummaryActivityDeps) {
  const { stages, artifacts } = deps;

  return {
    /** The tables and the result. Here names get their limit: nothing before depends on `min_confidence`. */
    async summarise(input: SummariseInput): Promise<StageOutput<Summary>> {
      const { run, params, reference } = input;
      const { min_confidence: minConfidence, classifier } = params.parameters;
      const ingredients = ingredientsOf(input);
      return stages.run(run, { ingredients }, async (context) => {
        const features = await readFeatures(await artifacts.pathOf(input.features.sequences));
        const table = await readTable(context, input.table.table);
        const sintax = await readFile(await artifacts.pathOf(input.classified.assignments), "utf8");
        const assignments = new Map(parseSintax(sintax, reference.ranks).map((found) => [found.feature, found]));
        const reads = readsInOrder(input);
        const naming = { minConfidence, ranks: reference.ranks, method: classifier, reference: reference.name };
        const chimeras = input.removed === null ? [] : await readFeatures(await artifacts.pathOf(input.removed));
        const files = [
          await featuresTable(context, input.table.table, table.samples),
          await keepText(context, "taxonomy.tsv", "text/tab-separated-values", taxonomyTable(features, assignments, naming)),
          await keepText(context, "features.fasta", "text/x-fasta", featuresFasta(features)),
          await keepText(context, "removed.fasta", "text/x-fasta", removedFasta(chimeras)),
          await keepText(context, "reads.tsv", "text/tab-separated-values", readsTable(table.samples, reads)),
        ];
        return { result: resultOf(input, features, table, assignments, reads), artifacts: files };
      });
    },
  };
}

/** All that stands in the tables and the result. */
export function ingredientsOf(input: Omit<SummariseInput, "run">) {
  const { params, reference, samples, features, table, classified } = input;
  const { classifier, min_confidence } = params.parameters;
  return {
    format: FORMAT,
    samples: samples.map(({ name }) => name).join("\t"),
    reads: JSON.stringify(readsInOrder(input)),
    features: features.sequences,
    removed: input.removed,
    table: table.table,
    assignments: classified.assignments,
    reference: reference.sequences,
    // One reference may stand under two names, and in two files that differ in their line ends.
    reference_name: reference.name,
    reference_sha256: reference.sha256,
    analysis_type: params.analysis_type,
    classifier,
    min_confidence,
  };
}

/** Changed with the form of the tables, so that older ones are not reused. */
const FORMAT = 2;

/** The 50 most abundant taxa are told in the result; all of them are in the tables. */
const TOP_TAXA = 50;

function resultOf(
  input: SummariseInput,
  features: Feature[],
  table: FeatureTable,
  assignments: Map<string, Assignment>,
  reads: ReadCounts,
): Summary["result"] {
  const { params, reference } = input;
  return {
    analysis_type: params.analysis_type,
    samples: [...table.samples],
    reads,
    features: features.length,
    taxa: taxaOf(features, table, assignments, params.parameters.min_confidence, TOP_TAXA),
    reference: { name: reference.name, sha256: reference.sha256, sequences: reference.count, ranks: reference.ranks },
  };
}

/** The stages that count reads, in their order. */
const COUNTED = ["check_input", "count_uniques", "trim_primers", "merge_pairs", "filter_reads", "map_reads"];

/** Stages in their order and samples in that of the sheet, whichever was ready first; a sample only where it took part. */
export function readsInOrder({ reads, samples, table }: Pick<SummariseInput, "reads" | "samples" | "table">): ReadCounts {
  const all: ReadCounts = { ...reads, map_reads: table.mapped };
  const stages = Object.entries(all).sort(([a], [b]) => COUNTED.indexOf(a) - COUNTED.indexOf(b));
  const inOrder = (counts: Record<string, number>) =>
    samples.flatMap(({ name }) => (Object.hasOwn(counts, name) ? [[name, counts[name] as number] as const] : []));
  return Object.fromEntries(stages.map(([stage, counts]) => [stage, Object.fromEntries(inOrder(counts))]));
}
