import type { Naming, Sample } from "../contracts/analysis.js";
import type { Artifact, JobArtifact } from "../contracts/artifact.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { controlsTable, isBlank, judgeFeatures, LEAST_BLANKS } from "../science/controls/contaminants.js";
import { positivesTable, positiveWarnings, recoverMembers } from "../science/controls/positive-controls.js";
import type { FeatureTable } from "../science/feature-table.js";
import { thousands } from "./counts.js";
import { readTable } from "./features-table.js";
import { keepText } from "./outputs/keep-file.js";
import { readAssignments } from "./read-assignments.js";
import { type Counted, removeFeatures } from "./remove-features.js";
import type { StageContext } from "./stage-context.js";
import type { StageRunner } from "./stage-runner.js";

export interface ControlActivityDeps {
  stages: StageRunner;
}

interface CheckControls extends Counted {
  run: StageRun;
  samples: Pick<Sample, "name" | "metadata">[];
  /** null: features have no names, and no members of positive controls are looked for. */
  naming: Naming | null;
  parameters: Pick<AnalysisParameters, "decontaminate" | "min_confidence" | "classifier">;
}

/** Table and features without the contaminants that were removed. */
export interface Controlled extends Counted {
  /** FASTA; null where nothing was to be removed. */
  contaminants: Artifact | null;
  artifacts: JobArtifact[];
}

const TSV = "text/tab-separated-values";

/** Changed with how controls are judged or told, so that older outputs are not reused. */
const RULES = 2;

export function createControlActivities({ stages }: ControlActivityDeps) {
  return {
    /** What blanks and positive controls tell; contaminants are removed only where that is asked for, and three blanks decide. */
    async checkControls(input: CheckControls): Promise<StageOutput<Controlled>> {
      return stages.run(input.run, { ingredients: controlIngredients(input) }, async (context) => {
        const table = await readTable(context, input.table.table);
        const { removed, files } = await checkBlanks(context, input, table);
        const positives = await checkPositives(context, input, table);
        const artifacts = [...files, ...positives];
        if (removed.size === 0) return { table: input.table, features: input.features, contaminants: null, artifacts };
        const removal = { features: removed, hint: "all features occur mostly in blanks: look at `decontaminate`" };
        const { removed: contaminants, ...kept } = await removeFeatures(context, input.run, input, table, removal);
        return { ...kept, contaminants, artifacts };
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
    if (!Object.values(kinds).some(isBlank)) return { removed, files: [] };
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

function isPositive({ metadata }: Pick<Sample, "metadata">): boolean {
  return metadata["control"] === "positive";
}
