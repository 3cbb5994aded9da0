import { ApplicationFailure } from "@temporalio/workflow";
import type { ImportedInput, ReadCounts } from "../contracts/analysis.js";
import type { Artifact } from "../contracts/artifact.js";
import type { JobInput } from "../contracts/job.js";
import type { AnalysisResult } from "../contracts/tasks/run-analysis/result.js";
import type { RunAnalysisParams } from "../contracts/tasks/run-analysis/schema.js";
import { planFor } from "./analysis-plan.js";
import { checkControls } from "./check-controls.js";
import { checksMarker } from "./checks-marker.js";
import { demultiplex } from "./demultiplex.js";
import { findFeatures } from "./find-features.js";
import { inParallel } from "./in-parallel.js";
import { runJob, type Story } from "./job.js";
import { judgeNovelty, readyReference } from "./judge-novelty.js";
import { prepareRuns } from "./prepare-runs.js";
import { nameTaxa } from "./name-taxa.js";
import { endOfAll, type Prepared, prepareSample } from "./prepare-sample.js";
import { writeOutputs } from "./write-outputs.js";

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
    const [{ reference, calibration }, { each, tags }] = await inParallel([
      () => readyReference(steps, params, imported),
      () => prepareSamples(steps, params, imported, reads),
    ]);
    const end = endOfAll(each);
    if (end) {
      board.failedStage = end.stage;
      throw ApplicationFailure.nonRetryable(end.message, "NothingLeft");
    }
    await planWhatWasTaken(steps, params, imported, reads);

    const { format, samples } = imported;
    const prepared = each.map(({ uniques }) => uniques);
    const found = await findFeatures(steps, parameters, prepared);
    const [mapped, naming] = await inParallel([
      () => stage("mapReads", { features: found.features, samples: prepared, parameters }),
      async () => (reference ? nameTaxa(steps, { features: found.features, reference, format, parameters }, params.installed) : null),
    ]);
    reads["map_reads"] = mapped.mapped;
    const flagged = checksMarker(parameters, naming !== null)
      ? await stage("checkMarker", { features: found.features, table: mapped, naming, format, parameters })
      : null;
    if (flagged && parameters.remove_flagged) reads["check_marker"] = flagged.table.mapped;
    const { features: sound, table: counts } = flagged ?? { features: found.features, table: mapped };
    const controlled = await checkControls(steps, imported, reads, { table: counts, features: sound, naming, parameters });
    const { table, features, contaminants } = controlled;
    const novelty = await judgeNovelty(steps, params, imported, features, naming, calibration);
    const built = parameters.tree ? await stage("buildTree", { features }) : null;
    const diversity = await stage("measureDiversity", { table, samples, tree: built?.tree ?? null, parameters });
    const tables = { params, samples, reads, features, removed: found.removed, flagged, contaminants, table, naming, tags };
    const summary = await stage("summarise", tables);
    const { result } = summary;

    const warnings = [...board.warnings, ...each.flatMap(({ ended }) => ended?.message ?? [])];
    const inputs = { samples, reference, ...(imported.libraries ? { libraries: imported.libraries } : {}) };
    const others = [controlled, diversity, ...(novelty ? [novelty] : [])].flatMap((part) => part.artifacts);
    const artifacts = await writeOutputs(steps, {
      ...{ task: input.task, params, inputs, table, warnings, reads: result.reads },
      files: [...summary.artifacts, ...others, ...(built ? [built.file] : [])],
    });
    const judged = novelty ? { novelty: novelty.novelty } : {};
    return { result: { ...result, ...judged, versions: board.versions, warnings, artifacts, stages: board.summary() }, artifacts };
  });
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
  const each = await inParallel(
    samples.map((sample) => () => prepareSample(steps, parameters, format, sample, reads)),
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
