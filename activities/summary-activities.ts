import { createReadStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import type { CheckedReference, Classified, FeatureSet, FeatureTable as StoredTable, ReadCounts, Sample } from "../contracts/analysis.js";
import { type Artifact, type JobArtifact, sha256Of } from "../contracts/artifact.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisResult } from "../contracts/tasks/run-analysis/result.js";
import type { RunAnalysisParams } from "../contracts/tasks/run-analysis/schema.js";
import { fastaRecords } from "../science/fasta-records.js";
import type { Feature } from "../science/feature.js";
import type { FeatureTable } from "../science/feature-table.js";
import { parseLca } from "../science/blast-lca.js";
import { type Assignment, parseSintax } from "../science/sintax.js";
import { taxaOf } from "../science/taxa.js";
import { featuresFasta, readsTable, removedFasta, taxonomyTable } from "../science/tables.js";
import type { ArtifactStore } from "../store/artifacts.js";
import { featuresTable, readTable } from "./features-table.js";
import type { StageContext } from "./stage-context.js";
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
        const text = await readFile(await artifacts.pathOf(input.classified.assignments), "utf8");
        const found: Assignment[] = classifier === "sintax" ? parseSintax(text, reference.ranks) : parseLca(text);
        const assignments = new Map(found.map((one) => [one.feature, one]));
        const reads = readsInOrder(input);
        const naming = { minConfidence, ranks: reference.ranks, method: classifier, reference: reference.name };
        const chimeras = input.removed === null ? [] : await readFeatures(await artifacts.pathOf(input.removed));
        const files = [
          await featuresTable(context, input.table.table, table.samples),
          await file(context, "taxonomy.tsv", "text/tab-separated-values", taxonomyTable(features, assignments, naming)),
          await file(context, "features.fasta", "text/x-fasta", featuresFasta(features)),
          await file(context, "removed.fasta", "text/x-fasta", removedFasta(chimeras)),
          await file(context, "reads.tsv", "text/tab-separated-values", readsTable(table.samples, reads)),
        ];
        return { result: resultOf(input, features, table, assignments, reads), artifacts: files };
      });
    },

    /** What was done with what, for whoever wants to repeat it. The one file with the job's id and time. */
    async writeProvenance(input: { run: StageRun; record: Record<string, unknown> }): Promise<StageOutput<JobArtifact>> {
      const { run, record } = input;
      return stages.run(run, { ingredients: null, why: "names each job" }, async (context) => {
        const provenance = { job: run.jobId, written_at: new Date().toISOString(), ...record };
        return file(context, "provenance.json", "application/json", `${JSON.stringify(provenance, null, 2)}\n`);
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
const FORMAT = 3;

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

async function readFeatures(path: string): Promise<Feature[]> {
  const features: Feature[] = [];
  for await (const { name, size, sequence } of fastaRecords(createReadStream(path))) features.push({ id: name, size, sequence });
  return features;
}

async function file(context: StageContext, name: string, mediaType: string, text: string): Promise<JobArtifact> {
  const { artifact, sizeBytes } = await context.store((path) => writeFile(path, text));
  return { name, sha256: sha256Of(artifact), size_bytes: sizeBytes, media_type: mediaType };
}
