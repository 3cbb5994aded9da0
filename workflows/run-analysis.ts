import { ApplicationFailure } from "@temporalio/workflow";
import type { CheckedReference, FeatureSet, ImportedInput, ReadCounts } from "../contracts/analysis.js";
import type { JobInput } from "../contracts/job.js";
import type { AnalysisResult } from "../contracts/tasks/run-analysis/result.js";
import type { RunAnalysisParams } from "../contracts/tasks/run-analysis/schema.js";
import { planFor } from "./analysis-plan.js";
import { findFeatures } from "./find-features.js";
import { inParallel } from "./in-parallel.js";
import { runJob, type Story } from "./job.js";
import { judgeNovelty, readyReference } from "./judge-novelty.js";
import { prepareRuns } from "./prepare-runs.js";
import { endOfAll, type Prepared, prepareSample } from "./prepare-sample.js";

/** Temporal lets 2,000 activities of a workflow wait; and what is left of the time limit is known when a sample begins. */
const SAMPLES_AT_ONCE = 50;

/** From reads to a table of features and their names. Samples are prepared side by side and denoised or clustered together. */
export async function runAnalysis(input: JobInput<RunAnalysisParams>): Promise<AnalysisResult> {
  const { params } = input;
  const { parameters } = params;
  return runJob(input, async (steps) => {
    const { plan, stage, board } = steps;
    await plan(planFor(params));
    const imported = await stage("importInput", { params, notedFiles: input.notedFiles });
    await plan(planFor(params, imported));

    const reads: ReadCounts = {};
    const [{ reference, calibration }, each] = await inParallel([
      () => readyReference(steps, params, imported),
      () => prepareSamples(steps, params, imported, reads),
    ]);
    const end = endOfAll(each);
    if (end) {
      board.failedStage = end.stage;
      throw ApplicationFailure.nonRetryable(end.message, "NothingLeft");
    }
    await planWhatWasTaken(steps, params, imported, reads);

    const { samples } = imported;
    const prepared = each.map(({ uniques }) => uniques);
    const { features, removed } = await findFeatures(steps, parameters, prepared);
    const [table, naming] = await inParallel([
      () => stage("mapReads", { features, samples: prepared, parameters }),
      () => nameTaxa(steps, params, imported, features, reference),
    ]);
    const found = await judgeNovelty(steps, params, imported, features, naming, calibration);
    const summary = await stage("summarise", { params, samples, reads, features, removed, table, naming });

    const { versions, commands } = board;
    const warnings = [...board.warnings, ...each.flatMap(({ ended }) => ended?.message ?? [])];
    const inputs = { samples, ...(reference ? { reference } : {}) };
    const provenance = await stage("writeProvenance", { record: { task: input.task, params, inputs, versions, commands, warnings } });
    const artifacts = [...summary.artifacts, ...(found?.artifacts ?? []), provenance];
    const novelty = found ? { novelty: found.novelty } : {};
    return { result: { ...summary.result, ...novelty, versions, warnings, artifacts, stages: board.summary() }, artifacts };
  });
}

function prepareSamples(steps: Story, { parameters }: RunAnalysisParams, imported: ImportedInput, reads: ReadCounts): Promise<Prepared[]> {
  const { format, samples } = imported;
  if (parameters.denoiser === "dada2") return prepareRuns(steps, parameters, imported, reads, SAMPLES_AT_ONCE);
  return inParallel(
    samples.map((sample) => () => prepareSample(steps, parameters, format, sample, reads)),
    SAMPLES_AT_ONCE,
  );
}

/** A sample that came to its end, or has single reads beside pairs, took fewer steps than were planned. */
async function planWhatWasTaken({ plan, board }: Story, params: RunAnalysisParams, imported: ImportedInput, reads: ReadCounts) {
  const done = new Map(board.progress().stages.map(({ name, current }) => [name, current]));
  const planned = planFor(params, imported);
  const taken = planned.map((step) => (reads[step.name] ? { ...step, subjects: done.get(step.name) ?? step.subjects } : step));
  if (taken.some(({ subjects }, index) => subjects !== planned[index]?.subjects)) await plan(taken);
}

async function nameTaxa(
  { stage }: Story,
  { parameters }: RunAnalysisParams,
  { format }: ImportedInput,
  features: FeatureSet,
  reference: CheckedReference | undefined,
) {
  if (reference === undefined) return null;
  return { classified: await stage("classify", { features, reference, format, parameters }), reference };
}
