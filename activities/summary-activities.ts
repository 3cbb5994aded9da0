import { readFile } from "node:fs/promises";
import type { CheckedMarker, FeatureSet, FeatureTable as StoredTable, Naming, ReadCounts, Sample } from "../contracts/analysis.js";
import type { Artifact, JobArtifact } from "../contracts/artifact.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisResult } from "../contracts/tasks/run-analysis/result.js";
import { featureTypeOf } from "../contracts/tasks/run-analysis/method.js";
import type { RunAnalysisParams } from "../contracts/tasks/run-analysis/schema.js";
import type { Feature } from "../science/feature.js";
import type { FeatureTable } from "../science/feature-table.js";
import type { Assignment } from "../science/sintax.js";
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
  /** What was flagged; null: nothing was looked at. */
  flagged: Pick<CheckedMarker, "flags" | "removed"> | null;
  /** null: the features have no names. */
  naming: Naming | null;
  /** Of each library: pairs of reads by their tags. */
  tags: Artifact[];
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
        const flags = await readFlags(artifacts, input.flagged?.flags ?? null);
        const out = async (file: Artifact | null, reasonOf: (feature: Feature) => string) => {
          const some = file === null ? [] : await readFeatures(await artifacts.pathOf(file));
          return some.map((feature) => ({ ...feature, reason: reasonOf(feature) }));
        };
        const removed = [
          ...(await out(input.removed, () => "chimera")),
          ...(await out(input.flagged?.removed ?? null, ({ id }) => flags.get(id) ?? "")),
          ...(await out(input.contaminants, () => "contaminant")),
        ];
        const files = [
          await featuresTable(context, input.table.table, table.samples),
          ...(assignments ? [await keepText(context, "taxonomy.tsv", TSV, taxonomyOf(input, features, assignments, flags))] : []),
          await keepText(context, "features.fasta", "text/x-fasta", featuresFasta(features)),
          await keepText(context, "removed.fasta", "text/x-fasta", removedFasta(removed)),
          await keepText(context, "reads.tsv", TSV, readsTable(table.samples, reads)),
          ...(input.tags.length > 0 ? [await keepText(context, "tag_jumps.tsv", TSV, await joined(artifacts, input.tags))] : []),
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
    flags: input.flagged?.flags ?? null,
    removed_flagged: input.flagged?.removed ?? null,
    tags: input.tags.join(),
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

const TSV = "text/tab-separated-values";

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

function taxonomyOf(
  { naming, params }: SummariseInput,
  features: Feature[],
  assignments: Map<string, Assignment>,
  flags: Map<string, string>,
): string {
  const { classifier, min_confidence: minConfidence } = params.parameters;
  const { ranks = [], name = "" } = naming?.reference ?? {};
  return taxonomyTable(features, assignments, { minConfidence, ranks, method: classifier, reference: name, flags });
}

/** The stages that count reads, in their order. */
const COUNTED = [
  "check_input",
  "count_uniques",
  "demultiplex",
  "trim_primers",
  "trim_quality",
  "merge_pairs",
  "filter_reads",
  "filter_pairs",
  "denoise_pairs",
  "map_reads",
  "check_marker",
  "check_controls",
];

/** Stages in their order and samples in that of the sheet, whichever was ready first; a sample only where it took part. */
export function readsInOrder({ reads, samples }: Pick<SummariseInput, "reads" | "samples">): ReadCounts {
  const stages = Object.entries(reads).sort(([a], [b]) => COUNTED.indexOf(a) - COUNTED.indexOf(b));
  const inOrder = (counts: Record<string, number>) =>
    samples.flatMap(({ name }) => (Object.hasOwn(counts, name) ? [[name, counts[name] as number] as const] : []));
  return Object.fromEntries(stages.map(([stage, counts]) => [stage, Object.fromEntries(inOrder(counts))]));
}

/** Feature -> its flags, as `taxonomy.tsv` has them. */
async function readFlags(artifacts: ArtifactStore, flags: Artifact | null): Promise<Map<string, string>> {
  const text = flags === null ? "" : await readFile(await artifacts.pathOf(flags), "utf8");
  return new Map(text.split("\n").flatMap((line) => (line === "" ? [] : [line.split("\t") as [string, string]])));
}

/** Tables with the same head, as one. */
async function joined(artifacts: ArtifactStore, tables: Artifact[]): Promise<string> {
  const texts = await Promise.all(tables.map(async (table) => readFile(await artifacts.pathOf(table), "utf8")));
  return texts.map((text, index) => (index === 0 ? text : text.slice(text.indexOf("\n") + 1))).join("");
}
