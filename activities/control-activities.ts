import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { FeatureSet, FeatureTable as StoredTable, Naming, Sample } from "../contracts/analysis.js";
import type { Artifact, JobArtifact } from "../contracts/artifact.js";
import { JobFailure } from "../contracts/failures.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { controlsTable, judgeFeatures, LEAST_BLANKS } from "../science/controls/contaminants.js";
import { positivesTable, positiveWarnings, recoverMembers } from "../science/controls/positive-controls.js";
import { fastaRecords, fastaText } from "../science/fasta-records.js";
import type { FeatureTable } from "../science/feature-table.js";
import { textLines } from "../science/text-lines.js";
import { expectCount, thousands } from "./counts.js";
import { readTable } from "./features-table.js";
import { readAssignments } from "./read-assignments.js";
import { keepText } from "./outputs/keep-file.js";
import type { StageContext } from "./stage-context.js";
import type { StageRunner } from "./stage-runner.js";

export interface ControlActivityDeps {
  stages: StageRunner;
}

interface CheckControls {
  run: StageRun;
  table: StoredTable;
  features: FeatureSet;
  samples: Pick<Sample, "name" | "metadata">[];
  /** null: features have no names, and no members of positive controls are looked for. */
  naming: Naming | null;
  parameters: Pick<AnalysisParameters, "decontaminate" | "min_confidence" | "classifier">;
}

/** Table and features without the contaminants that were removed. */
export interface Controlled {
  table: StoredTable;
  features: FeatureSet;
  /** FASTA; null where nothing was to be removed. */
  contaminants: Artifact | null;
  artifacts: JobArtifact[];
}

const TSV = "text/tab-separated-values";

/** Changed with how controls are judged or told, so that older outputs are not reused. */
const RULES = 1;

export function createControlActivities({ stages }: ControlActivityDeps) {
  return {
    /** What blanks and positive controls tell; contaminants are removed only where that is asked for, and three blanks decide. */
    async checkControls(input: CheckControls): Promise<StageOutput<Controlled>> {
      return stages.run(input.run, { ingredients: controlIngredients(input) }, async (context) => {
        const table = await readTable(context, input.table.table);
        const { removed, files } = await checkBlanks(context, input, table);
        const positives = await checkPositives(context, input, table);
        const kept = removed.size === 0 ? { ...input, contaminants: null } : await removeFeatures(context, input, table, removed);
        return { table: kept.table, features: kept.features, contaminants: kept.contaminants, artifacts: [...files, ...positives] };
      });
    },
  };
}

function controlIngredients({ table, features, samples, naming, parameters }: CheckControls) {
  // Blanks do not ask what features are called.
  const asked = samples.some(isPositive) ? naming : null;
  const controls = samples.map(({ name, metadata }) => [name, metadata["control"] ?? "", metadata["expected"] ?? ""]);
  return {
    rules: RULES,
    table: table.table,
    features: features.sequences,
    controls: JSON.stringify(controls),
    decontaminate: parameters.decontaminate,
    assignments: asked?.classified.assignments ?? null,
    reference: asked?.reference.sequences ?? null,
    min_confidence: asked && parameters.min_confidence,
  };
}

async function checkBlanks(
  context: StageContext,
  { samples, parameters }: CheckControls,
  table: FeatureTable,
): Promise<{ removed: Set<string>; files: JobArtifact[] }> {
  const kinds = Object.fromEntries(samples.map(({ name, metadata }) => [name, metadata["control"]]));
  const { features, blanks } = judgeFeatures(table, kinds);
  const contaminants = features.filter(({ decision }) => decision === "contaminant").map(({ feature }) => feature);
  const removed = new Set(parameters.decontaminate ? contaminants : []);
  if (blanks < LEAST_BLANKS) {
    const told = parameters.decontaminate ? "; `decontaminate` removed nothing" : "";
    const has = blanks === 1 ? "1 blank has" : `${blanks} blanks have`;
    context.warn(`${has} reads: contaminants are told in controls.tsv, but not decided with fewer than ${LEAST_BLANKS}${told}`);
  } else if (contaminants.length > 0) {
    const done = parameters.decontaminate ? "and removed" : "and left in the table; `decontaminate` removes them";
    context.warn(
      `found mostly in blanks ${done}: ${thousands(contaminants.length)} of ${thousands(features.length)} features (controls.tsv)`,
    );
  }
  return { removed, files: [await keepText(context, "controls.tsv", TSV, controlsTable(features, removed))] };
}

async function checkPositives(context: StageContext, input: CheckControls, table: FeatureTable): Promise<JobArtifact[]> {
  const controls = input.samples.filter(isPositive).map(({ name, metadata }) => ({ sample: name, expected: metadata["expected"] ?? "" }));
  if (controls.length === 0 || input.naming === null) return [];
  const assignments = await readAssignments(context, input.naming, input.parameters.classifier);
  const recovered = recoverMembers(controls, table, assignments, input.parameters.min_confidence);
  context.warn(...positiveWarnings(controls, recovered));
  return [await keepText(context, "positive_controls.tsv", TSV, positivesTable(recovered))];
}

/** @throws {JobFailure} NothingLeft where every feature would go */
async function removeFeatures(
  context: StageContext,
  input: CheckControls,
  table: FeatureTable,
  removed: ReadonlySet<string>,
): Promise<Pick<Controlled, "table" | "features" | "contaminants">> {
  const { features } = input;
  if (removed.size === table.features.length)
    throw new JobFailure(
      "NothingLeft",
      "all features occur mostly in blanks: nothing is left after check_controls; look at `decontaminate`",
    );
  const rows = await context.store(async (path) => {
    await pipeline(rowsWithout(await context.pathOf(input.table.table), removed), createWriteStream(path), { signal: context.signal });
  });
  const [kept, out] = await Promise.all(
    [false, true].map((wanted) =>
      context.store(async (path) => {
        await pipeline(recordsOf(await context.pathOf(features.sequences), table, removed, wanted), createWriteStream(path));
      }),
    ),
  );
  const left = (await readTable(context, rows.artifact)).depths;
  const lost = [...removed].reduce((sum, feature) => sum + table.total(feature), 0);
  const sum = (depths: Record<string, number>) => Object.values(depths).reduce((total, reads) => total + reads, 0);
  expectCount(input.run.stage, "the table", sum(table.depths) - lost, sum(left));
  return {
    table: { table: rows.artifact, mapped: left },
    features: { sequences: kept!.artifact, features: features.features - removed.size, count: features.count },
    contaminants: out!.artifact,
  };
}

async function* rowsWithout(path: string, removed: ReadonlySet<string>): AsyncGenerator<string> {
  for await (const line of textLines(createReadStream(path, { encoding: "utf8" })))
    if (!removed.has(line.slice(0, line.indexOf("\t")))) yield `${line}\n`;
}

/** Those that are removed have the reads of the table. */
async function* recordsOf(path: string, table: FeatureTable, removed: ReadonlySet<string>, wanted: boolean): AsyncGenerator<string> {
  for await (const record of fastaRecords(createReadStream(path))) {
    if (removed.has(record.name) !== wanted) continue;
    yield fastaText(wanted ? { ...record, size: table.total(record.name) } : record);
  }
}

function isPositive({ metadata }: Pick<Sample, "metadata">): boolean {
  return metadata["control"] === "positive";
}
