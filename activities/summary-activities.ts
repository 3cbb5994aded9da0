import { readFile } from "node:fs/promises";
import type {
  CheckedReference,
  Classified,
  FeatureSet,
  FeatureTable as StoredTable,
  Naming,
  ReadCounts,
  Sample,
} from "../contracts/analysis.js";
import type { Artifact, JobArtifact } from "../contracts/artifact.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisResult } from "../contracts/tasks/run-analysis/result.js";
import { featureTypeOf } from "../contracts/tasks/run-analysis/method.js";
import type { RunAnalysisParams } from "../contracts/tasks/run-analysis/schema.js";
import type { Feature } from "../science/feature.js";
import type { FeatureTable } from "../science/feature-table.js";
import { parseLca } from "../science/blast-lca.js";
import { type Assignment, parseSintax } from "../science/sintax.js";
import { taxaOf } from "../science/taxa.js";
import { featuresFasta, readsTable, removedFasta, taxonomyTable } from "../science/tables.js";
import type { ArtifactStore } from "../store/artifacts.js";
import { featuresTable, readTable } from "./features-table.js";
import { keepText } from "./outputs/keep-file.js";
import { readFeatures } from "./outputs/read-features.js";
import { readAssignments } from "./read-assignments.js";
import type { StageRunner } from "./stage-runner.js";

export interface SummaryActivityDeps {
  stages: StageRunner;
  artifacts: ArtifactStore;
}

interface SummariseInput {
  run: StageRun;
  params: Pick<RunAnalysisParams, "analysis_type" | "parameters">;
  samples: Pick<Sample, "name">[];
  reads: ReadCounts;
  features: FeatureSet;
  /** FASTA of the chimeras; null where they were not looked for. */
  removed: Artifact | null;
  /** FASTA of what occurs mostly in blanks; null where nothing was removed. */
  contaminants: Artifact | null;
  table: StoredTable;
  /** null: the features have no names. */
  naming: Naming | null;
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
      const { run, naming } = input;
      const ingredients = ingredientsOf(input);
      return stages.run(run, { ingredients }, async (context) => {
        const features = await readFeatures(await artifacts.pathOf(input.features.sequences));
        const table = await readTable(context, input.table.table);
        const reads = readsInOrder(input);
        const assignments = naming && (await readAssignments(artifacts, naming, input.params.parameters.classifier));
        const chimeras = input.removed === null ? [] : await readFeatures(await artifacts.pathOf(input.removed));
        const contaminants = input.contaminants === null ? [] : await readFeatures(await artifacts.pathOf(input.contaminants));
        const files = [
          await featuresTable(context, input.table.table, table.samples),
          ...(assignments
            ? [await keepText(context, "taxonomy.tsv", "text/tab-separated-values", taxonomyOf(input, features, assignments))]
            : []),
          await keepText(context, "features.fasta", "text/x-fasta", featuresFasta(features)),
          await keepText(context, "removed.fasta", "text/x-fasta", removedFasta({ chimera: chimeras, contaminant: contaminants })),
          await keepText(context, "reads.tsv", "text/tab-separated-values", readsTable(table.samples, reads)),
        ];
        return { result: resultOf(input, features, table, assignments, reads), artifacts: files };
      });
    },
  };
}

/** All that stands in the tables and the result. */
export function ingredientsOf(input: Omit<SummariseInput, "run">) {
  const { params, samples, features, table } = input;
  return {
    format: FORMAT,
    samples: samples.map(({ name }) => name).join("\t"),
    reads: JSON.stringify(readsInOrder(input)),
    features: features.sequences,
    removed: input.removed,
    contaminants: input.contaminants,
    table: table.table,
    analysis_type: params.analysis_type,
    feature_type: featureTypeOf(params.parameters),
    ...namingIngredients(input),
  };
}

function namingIngredients({ naming, params }: Omit<SummariseInput, "run">) {
  if (naming === null) return {};
  const { classified, reference } = naming;
  const { classifier, min_confidence } = params.parameters;
  return {
    assignments: classified.assignments,
    reference: reference.sequences,
    // One reference may stand under two names, and in two files that differ in their line ends.
    reference_name: reference.name,
    reference_sha256: reference.sha256,
    classifier,
    min_confidence,
  };
}

/** Changed with the form of the tables, so that older ones are not reused. */
const FORMAT = 4;

/** The 50 most abundant taxa are told in the result; all of them are in the tables. */
const TOP_TAXA = 50;

function resultOf(
  input: SummariseInput,
  features: Feature[],
  table: FeatureTable,
  assignments: Map<string, Assignment> | null,
  reads: ReadCounts,
): Summary["result"] {
  const { params, naming } = input;
  const reference = naming?.reference;
  return {
    analysis_type: params.analysis_type,
    samples: [...table.samples],
    reads,
    features: features.length,
    feature_type: featureTypeOf(params.parameters),
    taxa: assignments ? taxaOf(features, table, assignments, params.parameters.min_confidence, TOP_TAXA) : [],
    reference: reference ? { name: reference.name, sha256: reference.sha256, sequences: reference.count, ranks: reference.ranks } : null,
  };
}

function taxonomyOf({ naming, params }: SummariseInput, features: Feature[], assignments: Map<string, Assignment>): string {
  const { classifier, min_confidence: minConfidence } = params.parameters;
  const { ranks = [], name = "" } = naming?.reference ?? {};
  return taxonomyTable(features, assignments, { minConfidence, ranks, method: classifier, reference: name });
}

/** The stages that count reads, in their order. */
const COUNTED = [
  "check_input",
  "count_uniques",
  "trim_primers",
  "merge_pairs",
  "filter_reads",
  "filter_pairs",
  "denoise_pairs",
  "map_reads",
  "check_controls",
];

/** Stages in their order and samples in that of the sheet, whichever was ready first; a sample only where it took part. */
export function readsInOrder({ reads, samples, table }: Pick<SummariseInput, "reads" | "samples" | "table">): ReadCounts {
  // Where contaminants were removed, the table is what is left.
  const all: ReadCounts = { map_reads: table.mapped, ...reads };
  const stages = Object.entries(all).sort(([a], [b]) => COUNTED.indexOf(a) - COUNTED.indexOf(b));
  const inOrder = (counts: Record<string, number>) =>
    samples.flatMap(({ name }) => (Object.hasOwn(counts, name) ? [[name, counts[name] as number] as const] : []));
  return Object.fromEntries(stages.map(([stage, counts]) => [stage, Object.fromEntries(inOrder(counts))]));
}
