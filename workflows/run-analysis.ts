import { ApplicationFailure } from "@temporalio/workflow";
import type { ImportedInput, ReadCounts } from "../contracts/analysis.js";
import type { Artifact } from "../contracts/artifact.js";
import type { JobInput } from "../contracts/job.js";
import type { AnalysisResult } from "../contracts/tasks/run-analysis/result.js";
import type { RunAnalysisParams } from "../contracts/tasks/run-analysis/schema.js";
import { planFor } from "./analysis-plan.js";
import { compareSamples } from "./compare-samples.js";
import { countFeatures } from "./count-features.js";
import { demultiplex } from "./demultiplex.js";
import { inParallel, meanwhile } from "./in-parallel.js";
import { type Outcome, runJob, type Story } from "./job.js";
import { judgeNovelty, type ReadyReference, readyReference } from "./judge-novelty.js";
import { prepareRuns } from "./prepare-runs.js";
import { endOfAll, type Prepared, prepareSample } from "./prepare-sample.js";
import { stepsOfSamples } from "./steps-of-samples.js";
import { writeOutputs } from "./write-outputs.js";

/** Temporal lets 2,000 activities of a workflow wait; and what is left of the time limit is known when a sample begins. */
const SAMPLES_AT_ONCE = 50;

/** From reads to a table of features and their names. Samples are prepared side by side and denoised or clustered together. */
export async function runAnalysis(input: JobInput<RunAnalysisParams>): Promise<AnalysisResult> {
  const { params } = input;
  return runJob(input, async (steps) => {
    const { plan, stage } = steps;
    await plan(planFor(params));
    const imported = await stage("importInput", { params, notedFiles: input.notedFiles });
    await plan(planFor(params, imported));

    return meanwhile(
      () => readyReference(steps, params, imported),
      (ready) => analyse(input, steps, imported, ready),
    );
  });
}

/** @param ready is waited for where features get their names */
async function analyse(
  { task, params }: JobInput<RunAnalysisParams>,
  steps: Story,
  imported: ImportedInput,
  ready: Promise<ReadyReference>,
): Promise<Outcome<AnalysisResult>> {
  const { stage, board } = steps;
  const { samples } = imported;
  const { parameters } = params;
  const reads: ReadCounts = {};
  const { each, tags } = await prepareSamples(steps, params, imported, reads);
  const end = endOfAll(each);
  if (end) {
    board.failedStage = end.stage;
    throw ApplicationFailure.nonRetryable(end.message, "NothingLeft");
  }
  await planWhatWasTaken(steps, params, imported, reads);

  const prepared = each.map(({ uniques }) => uniques);
  const counted = await countFeatures(steps, { params, imported, prepared, reads, ready });
  const { reference, calibration } = await ready;
  const [novelty, compared, summary] = await inParallel([
    () => judgeNovelty(steps, params, imported, counted, calibration),
    () => compareSamples(steps, { ...counted, samples, parameters }),
    () => stage("summarise", { params, samples, reads, tags, ...counted }),
  ]);

  const warnings = [...board.warnings, ...each.flatMap(({ ended }) => ended?.message ?? [])];
  const inputs = { samples, reference, ...(imported.libraries ? { libraries: imported.libraries } : {}) };
  const files = [summary, counted, compared, novelty].flatMap((part) => part?.artifacts ?? []);
  const { result } = summary;
  const told = { task, params, inputs, table: counted.table, warnings, reads: result.reads, files };
  const artifacts = await writeOutputs(steps, told);
  const judged = novelty ? { novelty: novelty.novelty } : {};
  return { result: { ...result, ...judged, versions: board.versions, warnings, artifacts, stages: board.summary() }, artifacts };
}

async function prepareSamples(
  steps: Story,
  { parameters }: RunAnalysisParams,
  imported: ImportedInput,
  reads: ReadCounts,
): Promise<{ each: Prepared[]; tags: Artifact[] }> {
  const { format } = imported;
  const { samples, tags } = await demultiplex(steps, parameters, imported, SAMPLES_AT_ONCE);
  if (parameters.denoiser === "dada2")
    return { each: await prepareRuns(steps, parameters, { format, samples }, reads, SAMPLES_AT_ONCE), tags };
  const stepsOf = stepsOfSamples(steps, samples.length);
  const each = await inParallel(
    samples.map((sample) => () => prepareSample(stepsOf(), parameters, format, sample, reads)),
    SAMPLES_AT_ONCE,
  );
  return { each, tags };
}

/** A sample that came to its end, or has single reads beside pairs, took fewer steps than were planned. */
async function planWhatWasTaken({ plan, board }: Story, params: RunAnalysisParams, imported: ImportedInput, reads: ReadCounts) {
  const done = new Map(board.progress().stages.map(({ name, current }) => [name, current]));
  const planned = planFor(params, imported);
  const taken = planned.map((step) => (reads[step.name] ? { ...step, subjects: done.get(step.name) ?? step.subjects } : step));
  if (taken.some(({ subjects }, index) => subjects !== planned[index]?.subjects)) await plan(taken);
}
